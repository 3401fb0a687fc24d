"""tests/acceptance/crash_test.py: the plug is pulled, and nothing that was answered is missing."""

import random
import subprocess
import threading
import time
import unittest

from days import clinic
from node import Node, WAYSIDE, free_port, replay

SEED = 20260302
KILLS = 5


class Player:
    """Plays lines as `wayside replay` does, with the same keys, and keeps every answer."""

    def __init__(self, day):
        self.day = day
        self.visits = {}
        self.answers = {}  # line number: (status, body)

    def play(self, node, until):
        """Lines from the first on, until `until` are answered or the node is gone; what was
        answered before must be answered alike."""
        client = node.client()
        try:
            for line in self.day.lines:
                if line.number > until:
                    return
                answer = client.post(line.path(self.visits), line.body, line.key, line.device,
                                     line.at)
                self.keep(line, answer)
        except (OSError, subprocess.SubprocessError):
            return
        except Exception as gone:  # http.client has several names for a connection that was cut
            if not type(gone).__module__.startswith("http"):
                raise
        finally:
            client.close()

    def keep(self, line, answer):
        body = answer.json()
        if line.number in self.answers:
            status, before = self.answers[line.number]
            if (answer.status, answer.repeated, body.get("id")) != (status, True, before.get("id")):
                raise AssertionError(f"line {line.number}, answered before: {answer}")
        elif answer.status >= 300:
            raise AssertionError(f"line {line.number}: {answer}")
        self.answers[line.number] = (answer.status, body)
        if line.appointment and "id" in body:
            self.visits[line.appointment] = body["id"]


class PulledPlug(unittest.TestCase):
    def setUp(self):
        setup, days = clinic()
        self.day = days[0]
        self.node = Node(self, setup)

    def check_whole_day(self):
        totals = self.node.get(f"/api/days/{self.day.date}/totals").json()
        self.assertEqual(totals, totals | self.day.totals())
        visits = self.node.get(f"/api/days/{self.day.date}").json()["visits"]
        named = [visit["identifier"] for visit in visits if "identifier" in visit]
        self.assertEqual(len(named), len(set(named)), "a visit is there twice")
        self.assertEqual(self.node.verify(), (0, []))

    def test_killed_at_any_instant_and_played_again_from_the_start(self):
        dice = random.Random(SEED)
        player = Player(self.day)
        faults = []

        def play(until):
            try:
                player.play(self.node, until)
            except AssertionError as fault:
                faults.append(fault)

        for kill in range(1, KILLS + 1):
            self.node.serve()
            # One more line than asked for is in flight when the plug is pulled.
            until = len(self.day.lines) * kill // (KILLS + 1)
            playing = threading.Thread(target=play, args=(len(self.day.lines),))
            playing.start()
            while len(player.answers) < until and playing.is_alive():
                time.sleep(0.002)
            time.sleep(dice.random() * 0.02)
            self.node.kill()
            playing.join()
            self.assertEqual(faults, [], f"seed {SEED}, kill {kill}")
            self.assertEqual(self.node.verify(), (0, []), f"seed {SEED}, kill {kill}")

        self.node.serve()
        answered = len(player.answers)
        code, report, said = replay(self.node.url, self.day.file)

        self.assertEqual((code, report["refused"], report["skipped"]), (0, [], 0), said)
        # The line in flight at the last kill may have been done without its answer being heard.
        self.assertIn(report["repeated"] - answered, (0, 1), f"seed {SEED}")
        self.assertEqual(report["accepted"] + report["repeated"], len(self.day.lines))
        self.check_whole_day()

    def test_a_replay_outlives_a_node_that_is_killed_and_comes_back(self):
        port = free_port()
        self.node.serve(port)
        player = subprocess.Popen(
            [WAYSIDE, "replay", self.day.file, "--node", self.node.url, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        try:
            for _ in range(2):
                time.sleep(0.7)
                self.node.kill()
                self.node.serve(port)
            out, said = player.communicate(timeout=300)
        finally:
            player.kill()
            player.wait()

        self.assertEqual(player.returncode, 0, said)
        self.assertIn('"refused":[],"skipped":0', out)
        self.check_whole_day()
