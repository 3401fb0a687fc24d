"""tests/acceptance/secrecy_test.py: who finds the box reads nobody's name, and who is forgotten is
gone."""

import base64
import collections
import json
import os
import sqlite3
import unittest

from days import COUNTS, found_in, patient_words, words_of
from node import run
from week import week


class Secrecy(unittest.TestCase):
    def test_the_search_finds_what_lies_open(self):
        days = week().days
        words = patient_words(days)

        found = found_in(os.path.dirname(days[0].file), words)

        self.assertEqual({word for _, word in found}, words)
        self.assertGreater(len(words), 500)

    def test_no_patients_word_lies_in_a_file_while_the_node_works(self):
        self.assertGreater(week().looks, 0)
        self.assertEqual(week().seen_running, set())

    def test_no_patients_word_lies_in_a_file_afterwards(self):
        self.assertEqual(found_in(week().node.top, patient_words(week().days)), set())

    def test_the_folder_holds_the_files_of_the_contract_and_no_others(self):
        node = week().copy(self)
        five = ["device.key", "ledger.db", "lock", "marker", "node.toml"]
        self.assertEqual(node.files(), five)
        self.assertEqual(os.stat(os.path.join(node.data, "device.key")).st_mode & 0o777, 0o600)

        node.serve()
        self.assertEqual(set(node.files()) - {"ledger.db-wal", "ledger.db-shm"}, set(five))
        self.assertEqual(node.stop(), 0)

        self.assertEqual(node.files(), five)


class Forgotten(unittest.TestCase):
    """The row of one person's key is deleted while the node rests."""

    @staticmethod
    def sole_person():
        """(given patient, identifiers) of somebody whose words nobody else has."""
        owners, visits = collections.defaultdict(set), collections.defaultdict(set)
        people = {}
        for day in week().days:
            for line in day.lines:
                patient = line.body.get("patient")
                if patient:
                    people[patient["id"]] = patient
                    visits[patient["id"]].add(line.appointment)
                    for word in words_of(patient):
                        owners[word].add(patient["id"])
        for key, patient in people.items():
            if all(owners[word] == {key} for word in (patient["name"], patient["phone"])):
                return patient, visits[key]
        raise AssertionError("everybody shares a name")

    def setUp(self):
        self.patient, self.identifiers = self.sole_person()
        self.node = week().copy(self).serve()
        visit = self.visits()[0]
        self.id = visit["patient"]["id"]
        self.assertEqual(visit["patient"]["name"], self.patient["name"])
        self.before = self.views()
        self.assertEqual(self.node.stop(), 0)
        self.forget()

    def visits(self):
        out = []
        for identifier in sorted(self.identifiers):
            answer = self.node.get(f"/api/visits?identifier={identifier}")
            out += answer.json()["visits"]
        return out

    def views(self):
        """Everything that the screens can ask for, as text by path."""
        paths = ["/api/queue", "/api/board", "/api/setup",
                 "/api/patients?search=" + self.patient["name"].replace(" ", "%20"),
                 "/api/patients?search=" + self.patient["phone"].lstrip("+"),
                 "/api/patients?search=" + self.patient["birth_date"],
                 f"/api/patients/{self.id}"]
        paths += [f"/api/days/{day.date}" for day in week().days]
        paths += [f"/api/visits/{visit['id']}" for visit in self.visits()]
        out = {}
        for path in paths:
            out[path] = self.node.get(path).body.decode("utf-8")
        return out

    def forget(self):
        raw = base64.b32decode(self.id.upper() + "======")
        database = sqlite3.connect(os.path.join(self.node.data, "ledger.db"))
        gone = database.execute("DELETE FROM patient_key WHERE patient = ?", (raw,)).rowcount
        database.commit()
        database.close()
        self.assertEqual(gone, 1)

    def test_the_words_are_gone_from_every_view_and_all_else_stands(self):
        self.node.serve()
        after = self.views()

        for path, text in after.items():
            for own in (self.patient["name"], self.patient["phone"]):
                self.assertNotIn(json.dumps(own)[1:-1], text, path)
        for day in week().days:
            totals = self.node.get(f"/api/days/{day.date}/totals").json()
            self.assertEqual(totals, week().totals[day.date])
            before = json.loads(self.before[f"/api/days/{day.date}"])["visits"]
            now = json.loads(after[f"/api/days/{day.date}"])["visits"]
            self.assertEqual([v["id"] for v in before], [v["id"] for v in now])
            for old, new in zip(before, now):
                if old.get("patient", {}).get("id") != self.id:
                    self.assertEqual(old, new)
                else:
                    self.assertEqual(old["status"], new["status"])
        for visit in self.visits():
            self.assertEqual(set(visit["patient"]), {"id"})
            self.assertNotIn("reason", visit)

    def test_the_command_line_shows_no_word_either(self):
        for day in week().days:
            shown = run("show", "day", day.date, "--data", self.node.data, "--json")
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertNotIn(self.patient["name"], shown.stdout)
            totals = {name: week().totals[day.date][name] for name in COUNTS}
            self.assertEqual(len(json.loads(shown.stdout)["visits"]), totals["visits"])
