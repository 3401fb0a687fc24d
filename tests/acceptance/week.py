"""tests/acceptance/week.py: the five days, played once for all tests that look at the outcome."""

import atexit
import json
import shutil
import subprocess

from days import clinic, found_in, patient_words
from node import Node, WAYSIDE, replay


class Week:
    """A stopped node with the five days in it; tests take copies of its folder."""

    def __init__(self):
        setup, self.days = clinic()
        self.node = Node(None, setup)
        atexit.register(lambda: shutil.rmtree(self.node.top, ignore_errors=True))
        self.node.serve()
        files = [day.file for day in self.days]
        words = patient_words(self.days)
        player = subprocess.Popen(
            [WAYSIDE, "replay", *files, "--node", self.node.url, "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        # Looked at while it is written to: what a thief would find at that instant.
        self.seen_running, self.looks = set(), 0
        while self.looks < 4:
            try:
                player.wait(1)
                break
            except subprocess.TimeoutExpired:
                self.seen_running |= found_in(self.node.top, words)
                self.looks += 1
        out, self.said = player.communicate()
        self.code = player.returncode
        self.report = json.loads(out) if out else None
        self.totals = {d.date: self.node.get(f"/api/days/{d.date}/totals").json()
                       for d in self.days}
        self.visits = {d.date: self.node.get(f"/api/days/{d.date}").json()["visits"]
                       for d in self.days}
        self.second = replay(self.node.url, *files)
        self.totals_after_second = {d.date: self.node.get(f"/api/days/{d.date}/totals").json()
                                    for d in self.days}
        self.stopped_with = self.node.stop()

    def copy(self, test):
        """A node of its own with the week in it, not serving."""
        return Node(test, copy_of=self.node.data)


_WEEK = None


def week():
    """A week that could not be made fails every test that needs it, once, with one reason."""
    global _WEEK
    if _WEEK is None:
        try:
            _WEEK = Week()
        except Exception as broken:  # kept, and raised for each who asks
            _WEEK = broken
    if isinstance(_WEEK, Exception):
        raise AssertionError(f"the week could not be played: {_WEEK}")
    return _WEEK
