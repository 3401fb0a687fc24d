"""tests/acceptance/damage_test.py: bytes change on the disk; the node says so and goes on."""

import os
import random
import sqlite3
import unittest

from days import clinic
from node import Node, replay
from week import week

SEED = 20260303
FLIPS = 6


def flip(path, dice, count):
    """Changes bytes; returns where."""
    with open(path, "r+b") as file:
        size = file.seek(0, os.SEEK_END)
        places = [dice.randrange(size) for _ in range(count)]
        for place in places:
            file.seek(place)
            old = file.read(1)[0]
            file.seek(place)
            file.write(bytes([old ^ (1 << dice.randrange(8))]))
    return places


class OneByteOfAnEntry(unittest.TestCase):
    def setUp(self):
        self.node = week().copy(self)
        database = sqlite3.connect(os.path.join(self.node.data, "ledger.db"))
        numbers = [row[0] for row in database.execute("SELECT number FROM entry ORDER BY number")]
        # In the third of five days, so that days lie whole before it.
        middle = numbers[len(numbers) // 2]
        self.sequence, sealed = database.execute(
            "SELECT sequence, sealed FROM entry WHERE number = ?", (middle,)).fetchone()
        changed = bytearray(sealed)
        changed[len(changed) // 2] ^= 1
        database.execute("UPDATE entry SET sealed = ? WHERE number = ?", (bytes(changed), middle))
        database.commit()
        database.close()

    def names_it(self, findings):
        """Alone, and not among those that only wait for it."""
        return [each for each in findings
                if each["first"] == self.sequence == each["last"] and len(each["log"]) == 26
                and each["what"] and not each["what"].startswith("held")]

    def test_verify_names_log_sequence_and_reason(self):
        code, findings = self.node.verify()

        self.assertEqual(code, 1)
        self.assertTrue(self.names_it(findings), findings)
        for each in findings:
            self.assertEqual(set(each), {"space", "log", "first", "last", "what"})

    def test_the_node_starts_and_says_so_and_serves_the_rest(self):
        self.node.serve()

        health = self.node.get("/api/health").json()
        self.assertEqual(health["status"], "damaged")
        self.assertTrue(self.names_it(health["findings"]), health)
        days = week().days
        for day in days[:2]:
            totals = self.node.get(f"/api/days/{day.date}/totals").json()
            self.assertEqual(totals, week().totals[day.date])
        for day in days[2:]:
            totals = self.node.get(f"/api/days/{day.date}/totals").json()
            whole = week().totals[day.date]
            self.assertLessEqual(totals["visits"], whole["visits"])
            self.assertGreater(totals["visits"], whole["visits"] // 2, "one entry took the day")

    def test_a_day_can_be_played_on_over_the_damage(self):
        self.node.serve()

        code, report, said = replay(self.node.url, week().days[-1].file)

        self.assertEqual(code, 0, said)
        self.assertGreater(report["repeated"] + report["accepted"], report["lines"] * 9 // 10)


class FlippedBytes(unittest.TestCase):
    """Anywhere in the files: never a crash, never a wrong answer."""

    @classmethod
    def setUpClass(cls):
        setup, days = clinic()
        cls.day = days[0]
        cls.source = Node(None, setup)
        cls.addClassCleanup(cls.source.remove)
        cls.source.serve()
        replay(cls.source.url, cls.day.file)
        cls.totals = cls.source.get(f"/api/days/{cls.day.date}/totals").json()
        # Killed, so that the write-ahead log lies there as after a power cut.
        cls.source.kill()

    def try_once(self, name, seed, count):
        dice = random.Random(seed)
        node = Node(self, copy_of=self.source.data)
        try:
            where = flip(os.path.join(node.data, name), dice, count)
            said = f"{name}, seed {seed}, bytes {where}"
            code, findings = node.verify()
            self.assertIn(code, (0, 1, 3), said)
            ended = node.start()
            if ended is not None:
                self.assertEqual(ended, 3, said + node.read_log())
                self.assertTrue(node.read_log().strip(), said)
                self.assertNotEqual(code, 0, said + ": verify found nothing")
                return
            health = node.get("/api/health").json()
            totals = node.get(f"/api/days/{self.day.date}/totals")
            if code == 0 and health["status"] == "ok":
                self.assertEqual(totals.json(), self.totals, said)
            elif totals.status == 200:
                for count_name, count in totals.json().items():
                    if count_name in ("visits", "booked", "walk_ins", "region", "tickets"):
                        self.assertLessEqual(count, self.totals[count_name], said)
            self.assertEqual(node.stop(), 0, said)
        finally:
            node.remove()

    def test_in_the_database(self):
        for seed in range(SEED, SEED + FLIPS):
            with self.subTest(seed=seed):
                self.try_once("ledger.db", seed, 1 + seed % 3)

    def test_in_the_write_ahead_log(self):
        if not os.path.exists(os.path.join(self.source.data, "ledger.db-wal")):
            self.skipTest("the killed node left no write-ahead log")
        for seed in range(SEED, SEED + FLIPS):
            with self.subTest(seed=seed):
                self.try_once("ledger.db-wal", seed, 1)

    def test_in_the_marker(self):
        for seed in range(SEED, SEED + 2):
            with self.subTest(seed=seed):
                self.try_once("marker", seed, 1)
