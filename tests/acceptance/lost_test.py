"""tests/acceptance/lost_test.py: entries that nobody has any more: what follows them is not lost,
and no node waits for ever."""

import unittest

from meeting import DAYS, Meeting, damage_entry, play
from node import wait_until


class Lost(Meeting):
    def play_and_damage(self):
        """A day that the hub never met, an entry of it damaged; gives the day's log."""
        self.clinic.serve()
        play(self, self.clinic, DAYS[0])
        self.clinic.stop()
        _, lines = self.clinic.show("log")
        middle = next(each for each in lines[len(lines) // 2:] if each["command"] == "call")
        damage_entry(self.clinic.data, middle["sequence"])
        return middle["log"], middle["sequence"], len(lines)

    def assert_settled(self, entries):
        """All but the lost one is at the hub, and what both show is the same."""
        self.wait_same()
        self.assertGreaterEqual(self.hub.row("kilima")["entries"], entries - 1)
        totals = self.clinic.totals(DAYS[0].date)
        self.assertEqual(self.hub.totals(DAYS[0].date, "kilima"), totals)
        whole = DAYS[0].totals()
        self.assertEqual(totals["visits"], whole["visits"])
        self.assertGreaterEqual(totals["done"], whole["done"] - 1)
        self.assertEqual(self.clinic.sync()["light"], "green")

    def test_what_follows_an_entry_that_the_hub_lacks_too_is_written_again_and_crosses(self):
        log, sequence, entries = self.play_and_damage()

        self.clinic.serve(hub=self.hub)
        wait_until(lambda: "written again" in self.clinic.read_log(), "it was written again")
        self.clinic.wait_green()

        self.assert_settled(entries)
        code, findings = self.clinic.verify()
        self.assertEqual(code, 1)
        self.assertEqual({(each["log"], each["first"]) for each in findings}, {(log, sequence)})

    def test_what_was_built_on_it_while_the_hub_was_away_is_written_again_at_the_next_start(self):
        _, _, entries = self.play_and_damage()
        self.clinic.serve()
        play(self, self.clinic, DAYS[1])
        port = self.clinic.port
        self.clinic.stop()
        self.clinic.serve(port, hub=self.hub)
        wait_until(lambda: "written again" in self.clinic.read_log(), "it is known to be lost")
        self.assertEqual(self.clinic.sync()["light"], "waiting")
        self.clinic.stop()

        self.clinic.serve(port, hub=self.hub)

        self.clinic.wait_green()
        self.assert_settled(entries)
        self.assertEqual(self.hub.totals(DAYS[1].date, "kilima"), DAYS[1].totals())

    def test_a_copy_is_put_back_and_what_was_lost_never_reached_the_hub(self):
        self.clinic.serve(hub=self.hub)
        self.clinic.wait_green()
        self.clinic.stop()
        self.clinic.serve()
        play(self, self.clinic, DAYS[0])
        self.clinic.stop()
        copy = self.copy_of(self.clinic)
        self.clinic.serve()
        play(self, self.clinic, DAYS[1])  # lost with the disk
        self.clinic.kill()
        self.put_back(self.clinic, copy)

        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[2])
        self.clinic.wait_green()

        self.wait_same()
        self.assert_totals(DAYS[0], DAYS[2])
        self.assertEqual(self.clinic.totals(DAYS[1].date)["visits"], 0)
        self.assertEqual(self.clinic.verify(), (0, []))
        self.assertEqual(self.hub.verify(), (0, []))


if __name__ == "__main__":
    unittest.main()
