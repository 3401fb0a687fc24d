"""tests/acceptance/join_test.py: a clinic's box that is there takes a hub's invitation: a second
one where the first came to nothing, or its first, after it began alone."""

import datetime
import os
import tempfile
import unittest

from hub import Clinic, Hub
from meeting import DAYS, Meeting, damage_entry, play
from node import run, wait_until


def days_on(days):
    """A moment so many days from now, as a sandbox hears it."""
    moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


class Joining(Meeting):
    def file_of(self, text):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = os.path.join(folder.name, "an invitation")
        with open(path, "w", encoding="ascii") as out:
            out.write(text)
        return path

    def join(self, member, invitation, *words):
        return run("join", "--data", member.data, "--invite", self.file_of(invitation), *words)

    def assert_joins(self, member, invitation, *words):
        done = self.join(member, invitation, *words)
        self.assertEqual(done.returncode, 0, done.stderr)

    def assert_refused(self, done, code, *words):
        self.assertEqual((done.returncode, done.stdout), (code, ""), done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)


class SecondInvitation(Joining):
    def test_a_box_whose_invitation_expired_joins_by_a_second_one_with_all_that_it_wrote(self):
        Clinic(self, self.hub.invite("mlima")).serve(hub=self.hub).wait_green()
        self.clinic.serve()
        play(self, self.clinic, DAYS[0])
        week_over = self.hub.get(f"/api/days/{DAYS[0].date}?clinic=mlima", now=days_on(8))
        self.assertEqual(week_over.status, 200)
        self.clinic.stop()
        self.clinic.serve(hub=self.hub)
        wait_until(lambda: self.clinic.error_rule() == "invitation_expired", "it hears why")
        second = self.hub.invite("kilima")
        self.assert_refused(self.join(self.clinic, second), 3, "serve")  # not beside it
        self.clinic.stop()

        self.assert_joins(self.clinic, second)

        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[1])
        self.clinic.wait_green()
        self.wait_same()
        self.assert_totals(DAYS[0], DAYS[1])
        self.assertEqual((self.clinic.verify(), self.hub.verify()), ((0, []), (0, [])))
        self.clinic.stop()
        self.assert_refused(self.join(self.clinic, second), 1, "enrolled")

    def test_a_box_whose_invitation_another_box_used_joins_under_another_id(self):
        first = self.hub.invite("mlima")
        late = Clinic(self, first)
        Clinic(self, first).serve(hub=self.hub).wait_green()
        late.serve(hub=self.hub)
        wait_until(lambda: late.error_rule() == "invitation_used", "it hears why")
        late.stop()
        other = self.hub.invite("mlima-2")
        self.assert_refused(self.join(late, other), 1, "mlima-2", "--clinic")

        self.assert_joins(late, other, "--clinic", "mlima-2")

        late.serve(hub=self.hub).wait_green()
        self.hub.wait_for("mlima-2", lambda row: row["connected"])

    def test_what_cannot_join_is_told_why_and_stays_as_it_was(self):
        before = self.clinic.digest()
        text = self.hub.invite("kilima")
        lines = text.splitlines()
        lines[-2] = ("b" if lines[-2][0] != "b" else "c") + lines[-2][1:]  # in the signature
        elsewhere = Hub(self, "Kaskazini").invite("kilima")
        with open(os.path.join(self.clinic.top, "invitation"), encoding="ascii") as file:
            first = file.read()
        nowhere = os.path.join(self.clinic.top, "nowhere")

        self.assert_refused(self.join(self.clinic, first), 1, "another one")
        self.assert_refused(self.join(self.clinic, self.hub.invite("mlima")), 1, "mlima", "kilima")
        self.assert_refused(self.join(self.clinic, elsewhere), 1, "another region")
        self.assert_refused(self.join(self.clinic, "\n".join(lines)), 1, "invitation")
        self.assert_refused(self.join(self.clinic, "Dear Amina"), 2, "invitation")
        self.assert_refused(run("join", "--data", self.clinic.data), 2, "--invite")
        self.assert_refused(
            run("join", "--data", self.clinic.data, "--invite", nowhere), 2, "nowhere")
        self.assert_refused(
            run("join", "--data", nowhere, "--invite", self.file_of(text)), 3, "nowhere")
        self.assert_refused(self.join(self.hub, elsewhere), 2, "clinic")
        self.assertEqual(self.clinic.digest(), before)


class BeganAlone(Joining):
    def setUp(self):
        super().setUp()
        self.alone = Clinic(self)

    def held(self):
        """Whatever its region: the digest, and the name and record of every entry."""
        return self.alone.digest(), self.alone.show("log")

    def walk_in(self, name):
        first = DAYS[0].lines[0]
        body = {"patient": {"name": "Amina Juma"}, "service": first.body["service"]}
        return self.alone.post("/api/walk-ins", body, name, now=first.at)

    def test_a_box_that_began_alone_joins_with_its_days_and_its_answers(self):
        self.alone.serve()
        answered = self.walk_in("before")
        self.assertEqual(answered.status, 201, answered)
        self.alone.kill()
        self.alone.serve()
        play(self, self.alone, DAYS[0])
        self.alone.stop()
        held = self.held()

        done = self.join(self.alone, self.hub.invite("mlima"))

        self.assertEqual(done.returncode, 0, done.stderr)
        old = self.alone.data + ".before-join"
        self.assertIn(old, done.stderr)
        self.assertEqual(self.held(), held)
        self.assertEqual(self.alone.verify(), (0, []))
        self.assertEqual(run("digest", "--data", old).stdout, held[0])
        self.assertFalse(os.path.exists(self.alone.data + ".joining"))
        self.alone.serve(hub=self.hub)
        again = self.walk_in("before")
        self.assertTrue(again.repeated)
        self.assertEqual(again.body, answered.body)
        play(self, self.alone, DAYS[1])
        self.alone.wait_green()
        self.clinic = self.alone
        self.wait_same()
        for day in DAYS[:2]:
            here = self.alone.totals(day.date)
            self.assertEqual(self.hub.totals(day.date, "mlima"), here)
        self.assertEqual(here, here | DAYS[1].totals())
        self.assertEqual((self.alone.verify(), self.hub.verify()), ((0, []), (0, [])))

    def test_a_box_that_cannot_join_is_left_as_it_was(self):
        invitation = self.hub.invite("mlima")
        self.alone.serve()
        self.walk_in("one")
        self.walk_in("two")
        self.assert_refused(self.join(self.alone, invitation), 3, "serve")
        self.alone.stop()
        old = self.alone.data + ".before-join"
        os.mkdir(old)
        self.assert_refused(self.join(self.alone, invitation), 3, old)
        os.rmdir(old)
        self.assert_refused(self.join(self.alone, invitation, "--clinic", "kilima"), 1, "mlima")
        damage_entry(self.alone.data, 1)
        held = self.held()
        self.assert_refused(self.join(self.alone, invitation), 3, "verify")

        self.assertEqual(self.held(), held)
        self.assertEqual(sorted(os.listdir(self.alone.top)), ["clinic", "log"])


if __name__ == "__main__":
    unittest.main()
