"""tests/acceptance/damage_test.py: bytes change on the disk; the node says so and goes on."""

import os
import random
import sqlite3
import unittest

from days import clinic
from node import Node, replay
from week import week

SEED = 20260303
PLACES = 12


def flip(path, dice, places):
    """Changes one bit at each of these places."""
    with open(path, "r+b") as file:
        for place in places:
            file.seek(place)
            old = file.read(1)[0]
            file.seek(place)
            file.write(bytes([old ^ (1 << dice.randrange(8))]))


def spread(path, dice, count):
    """`count` places all over a file: one at random in each of as many equal parts."""
    size = os.path.getsize(path)
    parts = [size * part // count for part in range(count + 1)]
    return [dice.randrange(first, end) for first, end in zip(parts, parts[1:])]


def entries_of(node):
    """Every entry's audit record, in order."""
    code, lines = node.show("log")
    assert code == 0, lines
    return lines


def middle_one(entries, command):
    """The first of this command in the second half: days lie whole before it, and it has a
    sequel."""
    return next(each for each in entries[len(entries) // 2:] if each["command"] == command)


class OneByteOfAnEntry(unittest.TestCase):
    def damage(self, command):
        """A stopped node of which one entry of this command is damaged, and that entry."""
        node = week().copy(self)
        entry = middle_one(entries_of(node), command)
        database = sqlite3.connect(os.path.join(node.data, "ledger.db"))
        # The week is one start's, so a sequence is enough; the set-up's log ends before it.
        number, sealed = database.execute(
            "SELECT number, sealed FROM entry WHERE sequence = ? ORDER BY number DESC",
            (entry["sequence"],)).fetchone()
        changed = bytearray(sealed)
        changed[len(changed) // 2] ^= 1
        database.execute("UPDATE entry SET sealed = ? WHERE number = ?", (bytes(changed), number))
        database.commit()
        database.close()
        return node, entry

    def names_it(self, findings, entry):
        """By log and sequence, with a reason of its own: not as one that only waits for it."""
        named = [each for each in findings
                 if each["log"] == entry["log"] and
                 each["first"] == each["last"] == entry["sequence"]]
        self.assertEqual(len(named), 1, findings)
        self.assertEqual(set(named[0]), {"space", "log", "first", "last", "what"})
        self.assertIn("not what was sealed", named[0]["what"])
        return named[0]

    def all_totals(self, node):
        return {day.date: node.get(f"/api/days/{day.date}/totals").json() for day in week().days}

    def missing(self, node):
        """What the totals of all days lack, by day and count."""
        out = {}
        for date, totals in self.all_totals(node).items():
            for name, count in totals.items():
                if count != week().totals[date][name]:
                    out[date, name] = count - week().totals[date][name]
        return out

    def serves_and_says_so(self, node, entry):
        code, findings = node.verify()
        self.assertEqual(code, 1)
        self.names_it(findings, entry)
        node.serve()
        health = node.get("/api/health").json()
        self.assertEqual(health["status"], "damaged")
        self.names_it(health["findings"], entry)
        at = entry["sequence"]
        self.assertIn(f"log {entry['log']}, entries {at} to {at}: ", node.read_log())

    def test_an_act_that_made_no_record_takes_nothing_with_it(self):
        for command in ("call", "start"):
            with self.subTest(command=command):
                node, entry = self.damage(command)

                self.serves_and_says_so(node, entry)

                self.assertEqual(self.missing(node), {})

    def test_an_arrival_takes_its_own_ticket_with_it(self):
        node, entry = self.damage("check-in")
        date = entry["at"][:10]

        self.serves_and_says_so(node, entry)

        self.assertEqual(self.missing(node), {(date, "tickets"): -1})

    def test_a_walk_in_takes_its_own_visit_with_it(self):
        node, entry = self.damage("walk-in")
        date = entry["at"][:10]
        visits = {each["id"]: each for each in week().visits[date]}

        self.serves_and_says_so(node, entry)

        shown = {each["id"] for each in node.get(f"/api/days/{date}").json()["visits"]}
        gone = set(visits) - shown
        self.assertEqual(len(gone), 1)
        visit = visits[gone.pop()]
        end = {"done": "done", "left": "left", "cancelled": "cancelled", "no-show": "no_show"}
        of_it = {(date, name): -1 for name in ("visits", "walk_ins", end[visit["status"]])}
        self.assertEqual(self.missing(node), of_it)
        self.assertTrue(visit["walk_in"])

    def test_what_was_written_again_stays_and_only_the_loss_is_named_from_then_on(self):
        node, entry = self.damage("call")
        node.serve()
        self.assertEqual(node.stop(), 0)
        digest = node.digest()

        code, findings = node.verify()
        node.serve()

        self.assertEqual(code, 1)
        self.assertEqual(findings, [self.names_it(findings, entry)])
        self.assertEqual(self.missing(node), {})
        self.assertEqual(node.get("/api/health").json()["findings"], findings)
        self.assertEqual(node.stop(), 0)
        self.assertEqual(node.digest(), digest)

    def test_a_day_is_played_on_over_the_damage_as_if_nothing_had_happened(self):
        node, _ = self.damage("call")
        node.serve()

        code, report, said = replay(node.url, week().days[-1].file)

        self.assertEqual(code, 0, said)
        self.assertEqual(report["repeated"], report["lines"])
        self.assertEqual(self.missing(node), {})


class FlippedBytes(unittest.TestCase):
    """Anywhere in the files: never a crash, never a wrong answer, and named where it counts."""

    @classmethod
    def setUpClass(cls):
        setup, days = clinic()
        cls.day = days[0]
        # Killed, so that the write-ahead log lies there as after a power cut.
        cls.killed = Node(None, setup)
        cls.addClassCleanup(cls.killed.remove)
        cls.killed.serve()
        replay(cls.killed.url, cls.day.file)
        cls.totals = cls.killed.get(f"/api/days/{cls.day.date}/totals").json()
        cls.visits = cls.visits_of(cls.killed)
        cls.killed.kill()
        # Stopped: everything lies in the database, and there is no other file to make up for it.
        cls.stopped = Node(None, copy_of=cls.killed.data)
        cls.addClassCleanup(cls.stopped.remove)
        cls.stopped.serve()
        assert cls.stopped.stop() == 0
        cls.digest = cls.stopped.digest()

    @classmethod
    def visits_of(cls, node):
        visits = node.get(f"/api/days/{cls.day.date}").json()["visits"]
        return {visit["id"]: visit for visit in visits}

    def try_once(self, source, name, seed, places):
        node = Node(self, copy_of=source.data)
        try:
            flip(os.path.join(node.data, name), random.Random(seed), places)
            said = f"{name}, seed {seed}, bytes {places}: "
            code, findings = node.verify()
            self.assertIn(code, (0, 1, 3), said)
            ended = node.start()
            if ended is not None:
                self.assertEqual(ended, 3, said + node.read_log())
                self.assertTrue(node.read_log().strip(), said)
                self.assertNotEqual(code, 0, said + "it does not start, and verify found nothing")
                return
            health = node.get("/api/health").json()
            if code == 0:
                self.assertEqual(health["status"], "ok", said + str(health))
                self.answers_everything(node, said)
            else:
                self.assertTrue(code == 3 or all(each["what"] for each in findings), said)
                self.answers_nothing_wrong(node, said)
            self.assertEqual(node.stop(), 0, said)
            if code == 0:
                self.assertEqual(node.digest(), self.digest, said)
        finally:
            node.remove()

    def answers_everything(self, node, said):
        totals = node.get(f"/api/days/{self.day.date}/totals").json()
        self.assertEqual(totals, self.totals, said)
        self.assertEqual(self.visits_of(node), self.visits, said)

    def answers_nothing_wrong(self, node, said):
        """Less than before, and nothing else: what a visit is said to be, it was."""
        answer = node.get(f"/api/days/{self.day.date}/totals")
        if answer.status == 503:  # its very set-up is lost, and it says so
            return
        for name in ("visits", "booked", "walk_ins", "region", "tickets"):
            self.assertLessEqual(answer.json()[name], self.totals[name], said)
        for name, visit in self.visits_of(node).items():
            whole = self.visits.get(name)
            self.assertIsNotNone(whole, said + f"made up: {visit}")
            for field in ("service", "walk_in", "channel", "identifier", "code"):
                self.assertIn(visit.get(field), (whole.get(field), None, ""), said)
            for field, word in visit.get("patient", {}).items():
                self.assertEqual(word, whole["patient"][field], said)
            for ticket in visit["tickets"]:
                self.assertIn(ticket, whole["tickets"], said)

    def try_all_over(self, source, name):
        path = os.path.join(source.data, name)
        for place in spread(path, random.Random(SEED), PLACES):
            with self.subTest(place=place):
                self.try_once(source, name, SEED + place, [place])

    def test_in_any_page_of_the_database(self):
        self.try_all_over(self.stopped, "ledger.db")

    def test_in_any_page_of_the_database_beside_a_write_ahead_log(self):
        self.try_all_over(self.killed, "ledger.db")

    def test_anywhere_in_the_write_ahead_log(self):
        self.try_all_over(self.killed, "ledger.db-wal")

    def test_in_the_marker(self):
        for seed in range(SEED, SEED + 4):
            with self.subTest(seed=seed):
                size = os.path.getsize(os.path.join(self.stopped.data, "marker"))
                place = random.Random(seed).randrange(size)
                self.try_once(self.stopped, "marker", seed, [place])

    def test_many_bytes_all_over_at_once(self):
        for source, name in ((self.stopped, "ledger.db"), (self.killed, "ledger.db-wal")):
            with self.subTest(name=name):
                path = os.path.join(source.data, name)
                self.try_once(source, name, SEED, spread(path, random.Random(SEED), 40))
