"""tests/acceptance/meeting.py: a hub and a clinic of its region, as tests bring them together."""

import os
import shutil
import sqlite3
import tempfile
import unittest

from days import clinic as clinic_days
from hub import Clinic, Hub
from node import replay, wait_until

DAYS = clinic_days()[1]


def play(test, clinic, *days):
    """Plays whole days; nothing may be refused."""
    _, report, said = replay(clinic.url, *[day.file for day in days], "--speed", "max")
    test.assertEqual((report["refused"], report["skipped"]), ([], 0), said)
    return report


def space_lines(digest):
    """{space: line}; a space that nobody wrote in is left out."""
    lines = [line for line in digest.splitlines() if "entries=0" not in line]
    return {line.split()[0]: line for line in lines}


class Meeting(unittest.TestCase):
    """A hub, and one clinic of its region."""

    def setUp(self):
        self.hub = Hub(self).serve()
        self.clinic = Clinic(self, self.hub.invite("kilima"))

    def same(self):
        """The clinic's spaces are the same on both sides, byte for byte."""
        here, there = space_lines(self.clinic.digest()), space_lines(self.hub.digest())
        return here and all(there.get(space) == line for space, line in here.items())

    def assert_same(self):
        self.assertTrue(self.same(), (self.clinic.digest(), self.hub.digest()))

    def assert_totals(self, *days):
        for day in days:
            here = self.clinic.totals(day.date)
            self.assertEqual(here, here | day.totals())
            self.assertEqual(self.hub.totals(day.date, "kilima"), here)

    def copy_of(self, member):
        folder = tempfile.mkdtemp(prefix="wayside copy ")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        shutil.copytree(member.data, os.path.join(folder, "copy"))
        return os.path.join(folder, "copy")

    @staticmethod
    def put_back(member, copy):
        shutil.rmtree(member.data)
        shutil.copytree(copy, member.data)

    def wait_same(self, patience_s=60):
        wait_until(self.same, "both hold the same", patience_s)


def damage_entry(data, sequence):
    """Flips a bit of the entry that bears this sequence in the latest log that has one."""
    database = sqlite3.connect(os.path.join(data, "ledger.db"))
    try:
        number, sealed = database.execute(
            "SELECT number, sealed FROM entry WHERE sequence = ? ORDER BY number DESC",
            (sequence,)).fetchone()
        changed = bytearray(sealed)
        changed[len(changed) // 2] ^= 1
        database.execute("UPDATE entry SET sealed = ? WHERE number = ?", (bytes(changed), number))
        database.commit()
    finally:
        database.close()


__all__ = ["DAYS", "Meeting", "damage_entry", "play", "space_lines"]
