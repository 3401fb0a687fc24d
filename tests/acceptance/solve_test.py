"""tests/acceptance/solve_test.py: `wayside solve plan` and `repair` as their user meets them."""

import json
import os
import signal
import subprocess
import tempfile
import unittest

from node import PATIENCE_S, WAYSIDE, run


def person(name, begin, end):
    return {"id": name, "role": "doctor", "credentials": [], "sex": "f", "languages": ["en"],
            "shift": [begin, end], "breaks": [], "overtime": 4}


def visit(number):
    return {"id": f"V{number}", "service": "S1", "slots": [4], "urgency": "routine", "earliest": 0,
            "latest": 40, "wish": [number * 2, number * 2 + 2], "wishes": {}}


def instance():
    need = [{"type": "practitioner", "roles": ["doctor"], "credentials": []},
            {"type": "room", "kinds": ["exam"], "setup": 0, "clean": 0}]
    return {
        "format": "clinic-plan-1", "name": "tiny", "slot_minutes": 5, "slots": 48,
        "weights": {"wait": 1, "idle": 5, "overtime": 10, "wish": 3, "unserved": 1000,
                    "unserved_urgent": 5000, "moved": 20},
        "practitioners": [person("P1", 0, 40), person("P2", 4, 44)],
        "rooms": [{"id": "R1", "kind": "exam", "clean": 0, "closed": []},
                  {"id": "R2", "kind": "exam", "clean": 0, "closed": []}],
        "devices": [], "chairs": [],
        "services": [{"id": "S1", "name": "talk", "lead": [0, 0],
                      "stages": [{"name": "talk", "needs": need}]}],
        "visits": [visit(number) for number in range(1, 13)],
    }


def week_of_page():
    """The week that cli/solve/FORMAT.md has as its example."""
    page = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../cli/solve/FORMAT.md")
    with open(page, encoding="utf-8") as file:
        text = file.read().split("### A week", 1)[1]
    return json.loads(text.split("```json", 1)[1].split("```", 1)[0])


class Solve(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = folder.name
        self.day = self.write("day.json", instance())
        self.out = os.path.join(self.top, "out.json")

    def write(self, name, value):
        path = os.path.join(self.top, name)
        with open(path, "w", encoding="ascii") as file:
            json.dump(value, file)
        return path

    def answer(self):
        with open(self.out, encoding="ascii") as file:
            return json.load(file)

    def interrupted(self, sign, *words):
        """Starts a search that would take a day; asks it to end once it says how far it is."""
        search = subprocess.Popen([WAYSIDE, "solve", *words, "--out", self.out],
                                  stderr=subprocess.PIPE, text=True)
        self.addCleanup(search.stderr.close)
        self.addCleanup(search.kill)
        self.assertIn("% done: cost", search.stderr.readline())
        search.send_signal(sign)
        talk = search.stderr.read()
        self.assertEqual(search.wait(PATIENCE_S), 0, talk)
        self.assertIn("interrupted: this is the best so far", talk)
        return self.answer()

    def test_a_search_that_is_interrupted_writes_the_best_so_far(self):
        for sign, threads in ((signal.SIGINT, "1"), (signal.SIGTERM, "2")):
            plan = self.interrupted(sign, "plan", self.day, "--seconds", "86400", "--threads",
                                    threads)
            self.assertEqual(len(plan["visits"]), 12)
            self.assertTrue(all("stages" in visit for visit in plan["visits"]))

    def test_rounds_are_interrupted_as_well_as_time(self):
        plan = self.interrupted(signal.SIGINT, "plan", self.day, "--iterations", str(1 << 50))
        self.assertEqual(len(plan["visits"]), 12)

    def test_a_week_is_planned_within_shifts_and_contract_and_the_result_comes_a_day_later(self):
        week = week_of_page()

        done = run("solve", "plan", self.write("week.json", week), "--iterations", "300", "--out",
                   self.out)

        self.assertEqual(done.returncode, 0, done.stderr)
        planned = [visit["stages"] for visit in self.answer()["visits"] if "stages" in visit]
        self.assertEqual(len(planned), 3)
        doctor, nurse = week["practitioners"]
        for sample, result in planned:
            self.assertEqual([sample["use"][0], result["use"][0]], [nurse["id"], doctor["id"]])
            self.assertGreater(result["start"] // 48, sample["start"] // 48)
            self.assertTrue(any(shift["span"][0] <= sample["start"] < shift["span"][1]
                                for shift in nurse["shifts"]))
        self.assertLessEqual(4 * len(planned), nurse["contract"])

    def test_what_cannot_be_written_is_said_before_the_search(self):
        for option in ("--out", "--svg"):
            done = run("solve", "plan", self.day, "--seconds", "86400", option,
                       os.path.join(self.top, "nowhere", "x"))
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("nowhere/x: cannot be written", done.stderr)

    def test_words_that_make_no_sense_are_refused(self):
        for words in (["plan"], ["plan", "nothing.json"], ["plan", self.top],
                      ["plan", self.day, "--seconds", "0"], ["plan", self.day, "--threads", "0"],
                      ["plan", self.day, "--seconds", "1", "--iterations", "1"],
                      ["plan", self.day, "--seed", "-1"], ["plan", self.day, "--moves", "1"],
                      ["repair", self.day], ["repair", self.day, self.day, "--moves", "-1"]):
            done = run("solve", *words)
            self.assertEqual(done.returncode, 2, (words, done.stderr))
            self.assertTrue(done.stderr)

    def test_a_bad_file_is_refused_by_its_line(self):
        text = json.dumps(instance(), indent=1)
        path = os.path.join(self.top, "bad.json")
        line = next(i for i, row in enumerate(text.split("\n"), 1) if '"latest"' in row)
        with open(path, "w", encoding="ascii") as file:
            file.write(text.replace('"latest": 40', '"latest": "noon"', 1))

        done = run("solve", "plan", path)

        self.assertEqual(done.returncode, 2)
        self.assertIn(f"bad.json:{line}: ", done.stderr)

    def test_two_searches_side_by_side_repair_the_same_way_every_time(self):
        run("solve", "plan", self.day, "--iterations", "2000", "--out", self.out)
        repair = self.write("repair.json", {
            "format": "clinic-plan-repair-1", "instance": "tiny", "practitioner": "P1", "from": 8,
            "visits": self.answer()["visits"]})
        answers = []
        for _ in range(2):
            done = run("solve", "repair", self.day, repair, "--iterations", "2000",
                       "--threads", "2")
            self.assertEqual(done.returncode, 0, done.stderr)
            answers.append(done.stdout)
        self.assertEqual(answers[0], answers[1])
        self.assertIn("cheapest", answers[0])


if __name__ == "__main__":
    unittest.main()
