"""tests/acceptance/replay_test.py: clinic days played through the API."""

import json
import os
import unittest

from days import COUNTS, HAS_SHARED, clinic, readme_table, summed
from node import Node, replay
from stand_in import StandIn
from week import week


def write(folder, name, lines):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write("".join(line + "\n" for line in lines))
    return path


class FiveDays(unittest.TestCase):
    def test_nothing_is_refused(self):
        played = week()

        self.assertEqual((played.code, played.report["refused"], played.report["skipped"]),
                         (0, [], 0), played.said)
        lines = sum(len(day.lines) for day in played.days)
        self.assertEqual((played.report["lines"], played.report["accepted"]), (lines, lines))
        self.assertEqual(played.report["repeated"], 0)

    def test_every_day_comes_to_what_its_file_says(self):
        played = week()

        for day in played.days:
            with self.subTest(day.date):
                self.assertEqual(played.totals[day.date], played.totals[day.date] | day.totals())

    @unittest.skipUnless(HAS_SHARED, "WAYSIDE_SHARED has no clinic-day: no table to compare with")
    def test_every_day_comes_to_what_the_table_says(self):
        played, table = week(), readme_table()

        self.assertEqual(len(table), len(played.days) + 1)
        for day in played.days:
            with self.subTest(day.date):
                node = {name: played.totals[day.date][name] for name in COUNTS}
                self.assertEqual(node, table[day.date])
        self.assertEqual({name: played.report["final"][name] for name in COUNTS}, table["all"])

    def test_the_report_sums_the_days(self):
        played = week()

        expected = summed(day.totals() for day in played.days)
        self.assertEqual({name: played.report["final"][name] for name in COUNTS}, expected)

    def test_a_second_play_changes_nothing(self):
        played = week()
        code, report, said = played.second

        self.assertEqual((code, report["refused"], report["skipped"]), (0, [], 0), said)
        self.assertEqual((report["accepted"], report["repeated"]), (0, report["lines"]))
        self.assertEqual(played.totals_after_second, played.totals)
        self.assertEqual(report["final"], played.report["final"])

    def test_a_new_start_finds_the_same(self):
        played = week()
        self.assertEqual(played.stopped_with, 0)
        node = played.copy(self)
        before = node.digest()

        node.serve()

        for day in played.days:
            totals = node.get(f"/api/days/{day.date}/totals").json()
            self.assertEqual(totals, played.totals[day.date])
        self.assertEqual(node.get("/api/health").json()["status"], "ok")
        self.assertEqual(node.verify(), (0, []))
        self.assertEqual(node.digest(), before)


class Parts(unittest.TestCase):
    """Small files of lines that are no whole day."""

    def setUp(self):
        self.setup, self.days = clinic()
        self.day = self.days[0]

    def serving(self, **more):
        return Node(self, self.setup, **more).serve()

    def booking(self):
        return next(line for line in self.day.lines if line.action == "book")

    def test_a_file_is_taken_up_in_the_middle(self):
        node = self.serving()
        half = len(self.day.lines) // 2
        first = write(node.top, self.day.name, [line.text for line in self.day.lines[:half]])
        code, report, said = replay(node.url, first)
        self.assertEqual((code, report["accepted"]), (0, half), said)

        code, report, said = replay(node.url, "--from-line", half + 1, self.day.file)

        self.assertEqual((code, report["refused"], report["skipped"]), (0, [], 0), said)
        self.assertEqual(report["accepted"], len(self.day.lines) - half)
        self.assertEqual(node.get(f"/api/days/{self.day.date}/totals").json(),
                         node.get(f"/api/days/{self.day.date}/totals").json() | self.day.totals())

    def test_a_visit_whose_booking_is_refused_is_left_out(self):
        node = self.serving()
        booking = json.loads(self.booking().text)
        late = booking | {"at": booking["start"][:10] + "T23:59:59" + booking["start"][19:]}
        call = {"at": late["at"], "device": "desk", "appointment": late["appointment"],
                "action": "check-in"}
        path = write(node.top, "late.jsonl", map(json.dumps, (late, call, call)))

        code, report, said = replay(node.url, path)

        self.assertEqual((code, report["lines"], report["accepted"]), (0, 3, 0), said)
        self.assertEqual(report["skipped"], 2)
        refused = report["refused"][0]
        self.assertEqual((refused["file"], refused["line"], refused["rule"]),
                         ("late.jsonl", 1, "in_the_past"))
        self.assertTrue(refused["detail"])

    def test_a_visit_that_moves_to_another_day_is_followed(self):
        node = self.serving()
        booking = json.loads(self.booking().text)
        other = self.days[1].date + booking["start"][10:]
        move = {"at": booking["at"], "device": "desk", "action": "reschedule", "start": other,
                "appointment": booking["appointment"], "practitioner": booking["practitioner"]}
        cancel = {"at": booking["at"], "device": "desk", "action": "cancel", "reason": "no way",
                  "appointment": booking["appointment"]}
        path = write(node.top, "move.jsonl", map(json.dumps, (booking, move, cancel)))

        first = replay(node.url, path)
        second = replay(node.url, path)

        self.assertEqual((first[0], first[1]["refused"], first[1]["accepted"]), (0, [], 3))
        self.assertEqual((second[1]["refused"], second[1]["repeated"]), ([], 3))
        self.assertEqual(second[1]["final"], first[1]["final"])
        self.assertEqual(first[1]["final"]["cancelled"], 1)
        self.assertEqual(node.get(f"/api/days/{self.days[1].date}/totals").json()["cancelled"], 1)

    def test_a_line_that_cannot_be_read_stops_all_before_anything_is_sent(self):
        node = self.serving()
        path = write(node.top, "torn.jsonl", [self.booking().text, "", '{"at":'])

        code, report, said = replay(node.url, path)

        self.assertEqual((code, report), (2, None))
        self.assertIn("torn.jsonl, line 3", said)
        day = json.loads(self.booking().text)["start"][:10]
        self.assertEqual(node.get(f"/api/days/{day}/totals").json()["visits"], 0)

    def test_a_node_that_is_no_sandbox_is_not_played_to(self):
        node = self.serving(sandbox=False)

        code, report, said = replay(node.url, self.day.file)

        self.assertEqual((code, report), (2, None))
        self.assertIn("--sandbox", said)
        self.assertEqual(node.get(f"/api/days/{self.day.date}/totals").json()["visits"], 0)


class Busy(unittest.TestCase):
    """A stand-in answers as a node in trouble does."""

    def setUp(self):
        self.line = next(line for line in clinic()[1][0].lines if line.subject)

    def test_a_busy_node_is_asked_again_with_the_same_key(self):
        with StandIn([503, 429, 200]) as node:
            path = write(node.folder, "one.jsonl", [self.line.text])
            code, report, said = replay(node.url, path)

            self.assertEqual((code, report["accepted"], report["refused"]), (0, 1, []), said)
            self.assertEqual([ask["key"] for ask in node.asked], [node.asked[0]["key"]] * 3)
            self.assertEqual(node.asked[0]["now"], self.line.at)
            self.assertEqual(node.asked[0]["device"], self.line.device)
            self.assertEqual(node.asked[0]["path"], self.line.path({}))

    def test_a_lost_connection_is_tried_again_with_the_same_key(self):
        with StandIn([None, None, 200]) as node:
            path = write(node.folder, "one.jsonl", [self.line.text])
            code, report, said = replay(node.url, path)

            self.assertEqual((code, report["accepted"]), (0, 1), said)
            self.assertEqual(len({ask["key"] for ask in node.asked}), 1)

    def test_a_node_that_goes_away_is_named_with_the_line_to_go_on_from(self):
        with StandIn([200]) as node:
            path = write(node.folder, "two.jsonl", [self.line.text] * 2)
            code, report, said = replay(node.url, path)

            self.assertEqual((code, report), (4, None))
            self.assertIn("nobody answers", said)
            self.assertIn("--from-line 2", said)

    def test_nobody_there_at_all_is_exit_4(self):
        with StandIn([]) as node:
            path = write(node.folder, "one.jsonl", [self.line.text])
            node.close()

            code, report, said = replay(node.url, path)

            self.assertEqual((code, report), (4, None))
            self.assertIn(node.url, said)

    def test_a_speed_is_kept(self):
        later = json.loads(self.line.text)
        later["at"] = later["at"][:11] + "23:59:00" + later["at"][19:]
        with StandIn([200, 200]) as node:
            path = write(node.folder, "slow.jsonl", [self.line.text, json.dumps(later)])
            code, _, said = replay(node.url, "--speed", 20000, path)

            self.assertEqual(code, 0, said)
            self.assertGreater(node.asked[1]["heard"] - node.asked[0]["heard"], 1.5)
