"""tests/acceptance/hostile_test.py: an enrolled box that lies harms nobody but itself, and is
named. WAYSIDE_HOSTILE_PEER names the program that speaks for it."""

import os
import subprocess
import unittest

from hub import Clinic
from meeting import DAYS, Meeting, play
from node import PATIENCE_S, wait_until

PEER = os.environ.get("WAYSIDE_HOSTILE_PEER", "")
MOST_GROWTH = 48 * 1024 * 1024


@unittest.skipUnless(os.path.exists(PEER), "the hostile peer was not built")
class Hostile(Meeting):
    def setUp(self):
        super().setUp()
        self.other = Clinic(self, self.hub.invite("mlima")).serve(hub=self.hub)
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[0])
        self.clinic.wait_green()
        self.other.wait_green()
        self.clinic.stop()

    def peer(self, *words, data=None):
        done = subprocess.run([PEER, data or self.clinic.data, *map(str, words)],
                              capture_output=True, text=True, check=False, timeout=PATIENCE_S)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def ended(self, script):
        """How the hub ended a session of this script."""
        foreign = self.hub.row("mlima")["space"]
        return self.peer(self.hub.sync_port, script, foreign)

    def rules(self):
        return {trouble["rule"] for trouble in self.hub.row("kilima")["troubles"]}

    def assert_unharmed(self, digest):
        """The other clinic's link held, and what is there is as it was."""
        self.assertEqual(self.other.sync()["link"]["state"], "connected")
        self.assertEqual(self.hub.digest(), digest)
        self.assertEqual(self.hub.verify(), (0, []))

    def test_frames_that_no_honest_box_says_end_its_own_session_by_name(self):
        digest = self.hub.digest()
        since = self.other.sync()["link"]["connected_since"]

        for script, rule in (("oversized", "frame_size"), ("unknown_kind", "frame"),
                             ("second_hello", "frame_order"), ("reordered", "parcel_hash"),
                             ("contradicting", "contradicts")):
            self.assertEqual((script, self.ended(script)), (script, rule))
            wait_until(lambda: rule in self.rules(), f"{rule} is named")

        self.assertEqual(self.other.sync()["link"]["connected_since"], since)
        self.assert_unharmed(digest)

    def test_forged_foreign_and_replayed_packages_change_nothing(self):
        digest = self.hub.digest()

        for script in ("honest", "forged_head", "other_chain", "foreign"):
            self.assertEqual((script, self.ended(script)), (script, "none"))
        # One that begins again what is being stored may be sent away.
        self.assertIn(self.ended("replayed"), ("none", "parcel_part"))

        named = self.rules()
        self.assertLessEqual({"head_signature", "not_a_member"}, named)
        self.assert_unharmed(digest)

    def test_endless_frames_take_neither_memory_nor_the_other_clinics_session(self):
        digest = self.hub.digest()
        before = self.hub.resident_bytes()

        unfinished = self.ended("unfinished")
        self.ended("endless")
        play(self, self.other, DAYS[0])
        self.other.wait_green()

        self.assertNotEqual(unfinished, "none")
        self.assertLess(self.hub.resident_bytes() - before, MOST_GROWTH)
        self.assertNotEqual(self.hub.digest(), digest)  # the other's day came
        self.assertEqual(self.hub.verify(), (0, []))

    def test_two_histories_of_one_log_are_named_by_verify_and_on_the_page(self):
        log = "a" * 25 + "y"
        copy = self.copy_of(self.clinic)
        self.peer("resume", log, "one")
        self.peer("resume", log, "two", "three", data=copy)
        self.clinic.serve(hub=self.hub)
        self.clinic.wait_green()
        self.clinic.stop()
        self.put_back(self.clinic, copy)

        self.clinic.serve(hub=self.hub)

        wait_until(lambda: "fork" in self.rules(), "the page names it")
        play(self, self.clinic, DAYS[1])  # its new log goes on
        wait_until(lambda: self.hub.totals(DAYS[1].date, "kilima") == DAYS[1].totals(),
                   "and reaches the hub")
        self.assertEqual(self.other.sync()["link"]["state"], "connected")
        self.assert_named(log)

    def test_two_histories_of_equal_length_are_proved_by_their_heads_alone(self):
        log = "b" * 25 + "y"
        copy = self.copy_of(self.clinic)
        self.peer("resume", log, "one")
        self.peer("resume", log, "two", data=copy)
        self.clinic.serve(hub=self.hub)
        self.clinic.wait_green()
        self.clinic.stop()
        self.put_back(self.clinic, copy)

        self.clinic.serve(hub=self.hub)

        wait_until(self.forks, "the page names it")
        self.assert_named(log)

    def forks(self):
        """Those that the hub has the proof of."""
        return [each for each in self.hub.row("kilima")["troubles"]
                if each["rule"] == "fork" and "sequence" in each]

    def assert_named(self, log):
        """The fork of this log, and nothing else, is named by `verify` and, after a restart, on
        the page; the clinic that it came from names itself."""
        wait_until(lambda: self.clinic.verify()[0] == 1, "the clinic knows it too")
        self.hub.stop()
        device = self.hub_device("kilima")
        for node in (self.hub, self.clinic):
            code, findings = node.verify()
            self.assertEqual(code, 1)
            self.assertEqual({each["log"] for each in findings}, {log})
            self.assertIn(device, " ".join(each["what"] for each in findings))
        self.hub.again()
        self.assertEqual([(each["log"], each["sequence"]) for each in self.forks()], [(log, 0)])
        self.assertEqual(self.hub.row("mlima")["troubles"], [])

    def hub_device(self, clinic):
        _, told = self.hub.show("sync")
        return next(row["device"] for row in told[0]["clinics"] if row["clinic"] == clinic)


if __name__ == "__main__":
    unittest.main()
