"""tests/acceptance/cut_off_test.py: a device that the register says is cut off is refused by name,
and the rest of the region goes on."""

import unittest

from hub import Clinic
from meeting import DAYS, Meeting, play
from node import run, wait_until


class CutOff(Meeting):
    def cut_off(self, device, data=None):
        return run("cut-off", "--data", data or self.hub.data, "--device", device)

    def test_a_device_that_was_cut_off_is_refused_by_name_and_the_others_go_on(self):
        other = Clinic(self, self.hub.invite("mlima")).serve(hub=self.hub)
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[0])
        self.clinic.wait_green()
        other.wait_green()
        row = self.hub.row("kilima")
        self.assertEqual(self.cut_off(row["device"]).returncode, 3)  # not beside `serve`
        self.hub.stop()
        done = self.cut_off(row["device"])
        self.assertEqual(done.returncode, 0, done.stderr)

        self.hub.again()

        wait_until(lambda: self.clinic.error_rule() == "revoked", "it hears that it was revoked")
        play(self, self.clinic, DAYS[1])  # the clinic never stops
        play(self, other, DAYS[0])
        other.wait_green()
        now = self.hub.row("kilima")
        self.assertTrue(now["revoked"])
        self.assertEqual((now["entries"], now["connected"]), (row["entries"], False))
        self.assertEqual(self.hub.totals(DAYS[0].date, "kilima"), DAYS[0].totals())
        self.assertEqual(self.hub.totals(DAYS[1].date, "kilima")["visits"], 0)
        self.assertEqual(self.hub.verify(), (0, []))

    def test_what_cannot_be_cut_off_is_said(self):
        self.clinic.serve(hub=self.hub).wait_green()
        device = self.hub.row("kilima")["device"]
        self.clinic.stop()
        self.hub.stop()

        self.assertEqual(self.cut_off("nonsense").returncode, 2)
        self.assertEqual(self.cut_off("a" * 26).returncode, 1)
        self.assertEqual(self.cut_off(device, self.clinic.data).returncode, 2)
        self.assertEqual(self.cut_off(device).returncode, 0)
        self.assertEqual(self.cut_off(device).returncode, 1)


if __name__ == "__main__":
    unittest.main()
