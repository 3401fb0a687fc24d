"""tests/cli/demo/run_test.py: the demo's driver, with the real day maker and a stand-in `wayside`.

    run_test.py MAKE_DAY     the stand-in only notes what it was asked, and listens
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
DEMO = os.path.join(HERE, "../../../cli/demo")
MAKE_DAY = ""

STAND_IN = '''#!%s -B
import os, signal, socket, sys, time
top = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
with open(top + "/said", "a") as said:
    said.write(" ".join([str(os.getpid())] + sys.argv[1:]) + "\\n")
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
words = sys.argv[1:]
if words[0] == "init":
    folder = words[words.index("--data") + 1]
    os.makedirs(folder)
    open(folder + "/node.toml", "w").close()
elif words[0] == "invite":
    open(words[words.index("--out") + 1], "w").close()
elif words[0] == "serve":
    port = int(words[words.index("--listen") + 1].split(":")[1])
    listener = socket.create_server(("127.0.0.1", port))
    print("listening http://127.0.0.1:%%d" %% port, flush=True)
    if "--sync" in words:
        sync = int(words[words.index("--sync") + 1].split(":")[1])
        links = socket.create_server(("127.0.0.1", sync))
        print("sync 127.0.0.1:%%d" %% sync, flush=True)
    time.sleep(600)
elif "max" not in words and os.path.exists(top + "/hurry"):
    os.remove(top + "/hurry")  # one day is over at once
elif "max" not in words:
    time.sleep(600)
''' % sys.executable


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
        return file.read().split(")")[1].split()[0] != "Z"


class Demo(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = os.path.join(folder.name, "a tree")
        shutil.copytree(DEMO, os.path.join(self.top, "cli/demo"))
        os.makedirs(os.path.join(self.top, "build/release/cli/demo"))
        os.symlink(MAKE_DAY, os.path.join(self.top, "build/release/cli/demo/make_day"))
        with open(os.path.join(self.top, "build/wayside"), "w", encoding="utf-8") as file:
            file.write(STAND_IN)
        os.chmod(os.path.join(self.top, "build/wayside"), 0o755)

    def start(self, *words):
        run = subprocess.Popen(
            [os.path.join(self.top, "cli/demo/run"), *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            env={"PATH": os.environ["PATH"]}, cwd="/",
        )
        self.addCleanup(run.kill)
        return run

    def open(self, *words):
        """A demo that says it is open, and its address."""
        run = self.start(*words)
        self.assertRegex(run.stdout.readline(), r"^The hub is open: http://127.0.0.1:\d+/region$")
        line = run.stdout.readline().strip()
        self.assertTrue(line.startswith("Wayside is open: http://127.0.0.1:"), line)
        self.wait_for(lambda: any("--from-line" in said for said in self.said()))
        return run, line.removeprefix("Wayside is open: ")

    def wait_for(self, fact):
        for _ in range(100):
            if fact():
                return
            time.sleep(0.1)
        self.fail("waited ten seconds")

    def said(self):
        path = os.path.join(self.top, "said")
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as file:
            return file.read().splitlines()

    def close(self, run, by=signal.SIGTERM):
        run.send_signal(by)
        rest, talk = run.communicate(timeout=20)
        self.assertEqual(rest, "")
        for line in self.said():
            self.assertFalse(is_alive(int(line.split()[0])), line)
        return talk

    def asked(self, command):
        return [line for line in self.said() if line.split()[1] == command]

    def test_it_opens_with_the_address_last_and_ctrl_c_ends_everybody(self):
        run, address = self.open()

        self.assertRegex(address, r"^http://127\.0\.0\.1:\d+/$")
        hub, clinic = self.asked("init")
        self.assertIn("--role hub", hub)
        self.assertIn("--invite", clinic)
        for made in (hub, clinic):
            self.assertIn("--sandbox", made)
        self.assertEqual(len(self.asked("invite")), 1)
        self.close(run, signal.SIGINT)

    def test_the_morning_is_played_at_once_and_the_rest_so_that_one_can_watch(self):
        run, _ = self.open()
        self.close(run)

        morning, rest = self.asked("replay")
        self.assertIn("--speed max", morning)
        name = os.path.basename(rest.split()[-1])
        self.assertEqual(os.path.basename(morning.split()[-1]), name)
        date = name.removeprefix("day-").removesuffix(".jsonl")
        with open(os.path.join(self.top, "build/demo", name), encoding="utf-8") as file:
            times = [json.loads(line)["at"] for line in file]
        played = sum(at < f"{date}T10:00" for at in times)
        self.assertGreater(played, 50)
        self.assertIn(f"--from-line {played + 1} ", rest)
        with open(os.path.join(self.top, "build/demo/so-far", name), encoding="utf-8") as file:
            self.assertEqual(len(file.readlines()), sum(at < f"{date}T17:00" for at in times))

    def test_when_the_clinic_closes_the_next_day_begins(self):
        with open(os.path.join(self.top, "hurry"), "w", encoding="utf-8"):
            pass

        run, _ = self.open()
        deadline = time.monotonic() + 20
        while len(self.asked("replay")) < 5 and time.monotonic() < deadline:
            time.sleep(0.1)
        self.close(run)

        days = [line.split()[-1] for line in self.asked("replay")]
        self.assertEqual(len(days), 5)
        self.assertEqual(len({os.path.basename(day) for day in days[:3]}), 1)
        self.assertNotIn("so-far", days[2])
        self.assertLess(os.path.basename(days[2]), os.path.basename(days[3]))
        self.assertEqual(os.path.basename(days[3]), os.path.basename(days[4]))

    def test_a_second_run_goes_on_with_the_same_clinic_and_fresh_begins_again(self):
        for words in ((), (), ("--fresh",)):
            run, _ = self.open(*words)
            self.close(run)

        self.assertEqual(len(self.asked("init")), 4)
        self.assertEqual(len(self.asked("serve")), 6)
        self.assertEqual(len(self.asked("invite")), 2)

    def test_a_busy_port_takes_the_next_free_one_and_says_so(self):
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                taken.bind(("127.0.0.1", 8460))
                taken.listen()
            except OSError:
                pass  # somebody else holds it: as good

            run, address = self.open()
            talk = self.close(run)

        self.assertNotEqual(address, "http://127.0.0.1:8460/")
        self.assertIn("port 8460 is busy", talk)

    def test_a_node_that_does_not_come_up_is_said(self):
        with open(os.path.join(self.top, "build/wayside"), "w", encoding="utf-8") as file:
            file.write("#!/bin/sh\n[ $1 != serve ] && exit 0\necho no key >&2\nexit 3\n")

        run = self.start()
        rest, talk = run.communicate(timeout=20)

        self.assertEqual((run.returncode, rest), (3, ""))
        self.assertIn("no key", talk)

    def test_another_word_is_wrong_usage(self):
        run = self.start("--frsh")
        run.communicate(timeout=20)

        self.assertEqual(run.returncode, 2)


if __name__ == "__main__":
    MAKE_DAY = os.path.abspath(sys.argv.pop(1))
    unittest.main()
