"""tests/acceptance/sick_test.py: a practitioner is sick in the middle of a day that is played."""

import json
import unittest

from days import clinic
from node import Node, replay
from replay_test import write


class SickToday(unittest.TestCase):
    """Half a day is played; then somebody is sick from a minute later on."""

    def setUp(self):
        setup, days = clinic()
        self.day = days[0]
        half = len(self.day.lines) // 2
        self.now = self.day.lines[half - 1].at
        self.node = Node(self, setup).serve()
        first = write(self.node.top, self.day.name, [line.text for line in self.day.lines[:half]])
        code, report, said = replay(self.node.url, first)
        self.assertEqual((code, report["refused"]), (0, []), said)
        self.half = half

    def seen(self):
        """The day as the desk sees it, but for when each visit was last written."""
        day = self.node.get(f"/api/days/{self.day.date}", now=self.now).json()
        for visit in day["visits"]:
            visit.pop("changed", None)
        return day

    def busiest(self):
        """Whoever has the most bookings still to come."""
        booked = [visit["practitioner"] for visit in self.seen()["visits"]
                  if visit["status"] == "booked"]
        return max(sorted(set(booked)), key=booked.count)

    def asked(self, who):
        answer = self.node.get(f"/api/practitioners/{who}/absence", now=self.now)
        self.assertEqual(answer.status, 200, answer)
        return answer.json()

    def entries(self):
        """Of the clinic's own space: the one that grows."""
        return sum(int(line.split("entries=")[1]) for line in self.node.digest().splitlines())

    def accept(self, asked, which=0, key="accept-1"):
        proposal = asked["proposals"][which]
        body = {"from": asked["from"], "until": asked["until"], "proposal": proposal["proposal"],
                "changes": [{"visit": each["visit"], "to": each["to"]}
                            for each in proposal["changes"]]}
        path = f"/api/practitioners/{asked['practitioner']}/absence"
        return self.node.post(path, body, key, now=self.now)

    def test_a_day_goes_on_without_them_over_a_restart_and_nobody_is_lost(self):
        who = self.busiest()
        before = {visit["id"]: visit["status"] for visit in self.seen()["visits"]}
        asked = self.asked(who)
        self.assertEqual(asked, self.asked(who))
        self.assertGreater(asked["struck"], 0)
        self.assertIn(len(asked["proposals"]), (1, 2, 3))
        entries = self.entries()

        made = self.accept(asked)
        self.assertEqual(made.status, 201, made)
        self.assertTrue(self.accept(asked).repeated)
        told = self.node.get(f"/api/absences/{made.json()['id']}", now=self.now).json()
        after = self.seen()
        self.node.kill()
        self.node.serve()

        self.assertEqual(self.seen(), after)
        self.assertEqual(told, self.node.get(f"/api/absences/{told['id']}", now=self.now).json())
        self.assertEqual({visit["id"]: visit["status"] for visit in after["visits"]}, before)
        self.assertEqual(self.node.verify(), (0, []))
        self.assertEqual(self.entries(), entries + 1)
        phones = [each["patient"].get("phone") for each in told["changes"]]
        self.assertTrue(all(phones), phones)
        with self.subTest("the rest of the day is played: what is refused names the absence"):
            code, report, said = replay(self.node.url, "--from-line", self.half + 1, self.day.file)
            self.assertEqual(code, 0, said)
            rules = {each["rule"] for each in report["refused"]}
            self.assertLessEqual(rules, {"practitioner_absent", "practitioner_taken", "pool_full",
                                         "equipment_taken"})

    def test_an_undo_over_a_restart_restores_the_day_and_the_replay_ends_as_its_file_says(self):
        who = self.busiest()
        before = self.seen()
        made = self.accept(self.asked(who)).json()
        self.assertNotEqual(self.seen(), before)
        self.assertEqual(self.node.stop(), 0)
        self.node.serve()

        undone = self.node.post(f"/api/absences/{made['id']}/undo", {}, "undo-1", now=self.now)

        self.assertEqual(undone.status, 200, undone)
        self.assertEqual(self.seen(), before)
        again = self.node.post(f"/api/absences/{made['id']}/undo", {}, "undo-2", now=self.now)
        self.assertEqual((again.status, again.json()["rule"]), (409, "already_undone"))
        code, report, said = replay(self.node.url, "--from-line", self.half + 1, self.day.file)
        self.assertEqual((code, report["refused"], report["skipped"]), (0, [], 0), said)
        totals = self.node.get(f"/api/days/{self.day.date}/totals").json()
        self.assertEqual(totals, totals | self.day.totals())

    def test_a_proposal_that_the_day_has_overtaken_is_refused_and_fresh_ones_follow(self):
        who = self.busiest()
        asked = self.asked(who)
        moved = next(each["visit"] for each in asked["proposals"][0]["changes"]
                     if each["status"] == "booked")
        cancelled = self.node.post(f"/api/visits/{moved}/cancel", {"reason": "away"}, "cancel-1",
                                   now=self.now)
        self.assertEqual(cancelled.status, 200, cancelled)
        before = self.seen()

        refused = self.accept(asked)

        self.assertEqual((refused.status, refused.json()["rule"]), (409, "proposal_outdated"))
        self.assertEqual(refused.fields["content-type"], "application/problem+json")
        self.assertEqual(self.seen(), before)
        self.assertEqual(self.accept(self.asked(who), key="accept-2").status, 201)

    def test_no_word_of_a_patient_is_in_the_answer_that_is_kept(self):
        asked = self.asked(self.busiest())
        answer = json.dumps(self.accept(asked).json())

        for change in asked["proposals"][0]["changes"]:
            self.assertNotIn(change["patient"]["name"], answer)
            self.assertNotIn(change["patient"]["phone"], answer)

    def test_a_screen_that_sees_no_patient_asks_in_vain(self):
        for device in ("kiosk", "board"):
            answer = self.node.get("/api/practitioners/amani/absence", device=device)
            self.assertEqual(answer.status, 403, answer)


if __name__ == "__main__":
    unittest.main()
