"""tests/acceptance/join_test.py: a clinic's box that is there takes a hub's invitation: a second
one where the first came to nothing."""

import datetime
import os
import tempfile
import unittest

from hub import Clinic, Hub
from meeting import DAYS, Meeting, play
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


if __name__ == "__main__":
    unittest.main()
