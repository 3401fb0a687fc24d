"""tests/acceptance/command_line_test.py: exit codes, and what a wrong word comes to."""

import json
import os
import time
import unittest

from days import clinic
from node import Node, replay, run

DAY = "2026-03-02"


class Init(unittest.TestCase):
    def setUp(self):
        self.setup = clinic()[0]
        self.node = Node(self, self.setup)

    def test_a_folder_that_is_not_empty_is_left_alone(self):
        folder = os.path.join(self.node.top, "full")
        os.mkdir(folder)
        with open(os.path.join(folder, "mine"), "w", encoding="ascii") as file:
            file.write("kept")

        for taken in (folder, self.node.data):
            before = {name: os.stat(os.path.join(taken, name)) for name in os.listdir(taken)}
            done = run("init", "--data", taken, "--role", "clinic", "--setup", self.setup)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("not empty", done.stderr)
            after = {name: os.stat(os.path.join(taken, name)) for name in os.listdir(taken)}
            self.assertEqual({name: (s.st_size, s.st_mtime_ns) for name, s in before.items()},
                             {name: (s.st_size, s.st_mtime_ns) for name, s in after.items()})

    def test_an_empty_folder_is_filled(self):
        folder = os.path.join(self.node.top, "empty")
        os.mkdir(folder)

        done = run("init", "--data", folder, "--role", "clinic", "--setup", self.setup)

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("ledger.db", os.listdir(folder))

    def test_a_setup_that_makes_no_sense_is_refused_and_nothing_is_made(self):
        for content in ("", "{", "[]", '{"clinic":"x"}'):
            path = os.path.join(self.node.top, "setup.json")
            with open(path, "w", encoding="ascii") as file:
                file.write(content)
            folder = os.path.join(self.node.top, "new")
            done = run("init", "--data", folder, "--role", "clinic", "--setup", path)
            self.assertEqual(done.returncode, 2, (content, done.stderr))
            self.assertIn("setup.json", done.stderr)
            self.assertEqual(sorted(os.listdir(self.node.top)), ["node", "setup.json"])

    def test_a_key_file_of_ones_own_is_used(self):
        folder, key = (os.path.join(self.node.top, name) for name in ("keyed", "key"))
        environment = {**os.environ, "WAYSIDE_KEY_FILE": key}
        done = run("init", "--data", folder, "--role", "clinic", "--setup", self.setup,
                   env=environment)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertNotIn("device.key", os.listdir(folder))
        self.assertTrue(os.path.exists(key))

        self.assertEqual(run("digest", "--data", folder, env=environment).returncode, 0)
        self.assertEqual(run("digest", "--data", folder).returncode, 3)


class Words(unittest.TestCase):
    def test_wrong_words_are_exit_2_and_a_sentence(self):
        node = Node(self, clinic()[0])
        data = ["--data", node.data]
        for words in (
            [], ["fly"], ["init"], ["init", "--role", "clinic"],
            ["init", *data, "--role", "baker", "--setup", clinic()[0]],
            ["init", *data, "--role", "clinic", "--setup", "/nowhere/at-all.json"],
            ["serve"], ["serve", *data, "--listen", "nonsense"],
            ["serve", *data, "--listen", "127.0.0.1:99999"], ["serve", *data, "--fly"],
            ["replay"], ["replay", "--node", "http://127.0.0.1:1"],
            ["replay", "x.jsonl"], ["replay", "/nowhere.jsonl", "--node", "http://127.0.0.1:1"],
            ["replay", clinic()[1][0].file, "--node", "ftp://x"],
            ["replay", clinic()[1][0].file, "--node", "http://127.0.0.1:1", "--speed", "0"],
            ["replay", clinic()[1][0].file, "--node", "http://127.0.0.1:1", "--speed", "fast"],
            ["replay", clinic()[1][0].file, "--node", "http://127.0.0.1:1", "--from-line", "0"],
            ["digest"], ["digest", *data, "more"], ["verify"], ["verify", *data, "--fly"],
            ["show"], ["show", "day", *data], ["show", "day", "tomorrow", *data],
            ["show", "visit", *data], ["show", "moon", *data],
        ):
            with self.subTest(words=" ".join(words)):
                done = run(*words)
                self.assertEqual(done.returncode, 2, (words, done.stderr))
                self.assertTrue(done.stderr.strip(), words)
                self.assertEqual(done.stdout, "")

    def test_a_folder_without_a_node_is_named(self):
        for words in (["serve"], ["digest"], ["verify"], ["show", "day", DAY], ["show", "log"]):
            with self.subTest(words=words[0]):
                done = run(*words, "--data", "/nowhere/at all")
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn("/nowhere/at all", done.stderr)

    def test_nobody_there_is_exit_4(self):
        code, report, said = replay("http://127.0.0.1:1", clinic()[1][0].file)

        self.assertEqual((code, report), (4, None))
        self.assertIn("http://127.0.0.1:1", said)


class Serve(unittest.TestCase):
    def setUp(self):
        self.node = Node(self, clinic()[0]).serve()

    def test_sigterm_ends_it_with_0_within_five_seconds(self):
        client = self.node.client()
        self.addCleanup(client.close)
        client.get("/api/health")
        began = time.monotonic()

        self.assertEqual(self.node.stop(), 0)

        self.assertLess(time.monotonic() - began, 5)

    def test_a_second_one_on_the_same_folder_is_exit_3(self):
        done = run("serve", "--data", self.node.data, "--listen", "127.0.0.1:0")

        self.assertEqual(done.returncode, 3)
        self.assertIn(self.node.data, done.stderr)
        self.assertEqual(self.node.get("/api/health").status, 200)

    def test_a_busy_port_is_exit_3(self):
        other = Node(self, clinic()[0])

        self.assertEqual(other.start(self.node.port), 3)

    def test_without_a_sandbox_it_listens_on_loopback_only(self):
        real = Node(self, clinic()[0], sandbox=False)

        done = run("serve", "--data", real.data, "--listen", "0.0.0.0:0")

        self.assertEqual(done.returncode, 2)
        self.assertIn("loopback", done.stderr)

    def test_questions_can_be_asked_while_it_runs(self):
        day = clinic()[1][0]
        line = next(each for each in day.lines if each.action == "book")
        made = self.node.post("/api/bookings", line.body, line.key, line.device, line.at).json()

        data = ("--data", self.node.data, "--json")
        digest = json.loads(run("digest", *data).stdout)
        shown = json.loads(run("show", "day", day.date, *data).stdout)
        visit = json.loads(run("show", "visit", made["id"], *data).stdout)
        log = [json.loads(each) for each in run("show", "log", *data).stdout.splitlines()]

        self.assertEqual(len(digest["digest"]), 64)
        self.assertEqual([each["id"] for each in shown["visits"]], [made["id"]])
        self.assertEqual(visit["id"], made["id"])
        self.assertEqual([each["command"] for each in log], ["init", "book"])
        self.assertEqual(self.node.verify(), (0, []))

    def test_a_plain_digest_is_a_line_as_the_contract_has_it(self):
        self.assertRegex(self.node.digest(),
                         r"^[a-z2-7]{26} [0-9a-f]{64} documents=\d+ entries=\d+\n$")
