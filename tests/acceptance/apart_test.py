"""tests/acceptance/apart_test.py: the hub is gone for thirty days, and nobody at the clinic waits
for it. WAYSIDE_LONG plays whole days; without it each has every sixth of its visits."""

import datetime
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
import unittest

from days import Day
from meeting import DAYS, Meeting, play

WEEKS = 6
KEPT = 1 if os.environ.get("WAYSIDE_LONG") else 6
TIME = re.compile(r"\d{4}-\d\d-\d\d(?=T)")
# Whoever waits for a machine that is gone waits for seconds; a busy machine takes its time, too.
LONGEST_S = 5.0


def in_weeks(weeks, text):
    """A line's times so many weeks later, and its visit under another name."""
    def later(match):
        date = datetime.date.fromisoformat(match.group()) + datetime.timedelta(weeks=weeks)
        return date.isoformat()
    fields = json.loads(TIME.sub(later, text))
    if "appointment" in fields:
        fields["appointment"] += f"-week-{weeks}"
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def a_month(folder):
    """The days again and again, in order."""
    out = []
    for weeks in range(WEEKS):
        for day in DAYS:
            date = datetime.date.fromisoformat(day.date) + datetime.timedelta(weeks=weeks)
            visits = dict.fromkeys(line.appointment for line in day.lines if line.appointment)
            kept = set(list(visits)[weeks % KEPT::KEPT])
            lines = [in_weeks(weeks, line.text) for line in day.lines
                     if line.appointment is None or line.appointment in kept]
            file = os.path.join(folder, f"day-{date}.jsonl")
            with open(file, "w", encoding="utf-8", newline="\n") as to:
                to.write("\n".join(lines) + "\n")
            out.append(Day(file))
    return out


class Screens:
    """People who look at the node's screens all the time; how long each look took."""

    def __init__(self, clinic, date):
        self.took = []
        self.refused = []
        self.end = threading.Event()
        self.clinic = clinic
        self.paths = ["/api/health", f"/api/days/{date}", "/api/queue", "/api/sync"]
        self.thread = threading.Thread(target=self.look)

    def look(self):
        client = self.clinic.client()
        while not self.end.wait(0.05):
            for path in self.paths:
                begun = time.monotonic()
                answer = client.get(path)
                self.took.append(time.monotonic() - begun)
                if answer.status != 200:
                    self.refused.append((path, answer.status))
        client.close()

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.end.set()
        self.thread.join()

    def __str__(self):
        return (f"{len(self.took)} looks, median {statistics.median(self.took) * 1000:.1f} ms, "
                f"longest {max(self.took) * 1000:.0f} ms")


class Acts:
    """Commands given one after the other: how long each took, and what they cost the processor."""

    def __init__(self):
        self.took = []
        self.processor_s = 0.0

    def __str__(self):
        return (f"median {statistics.median(self.took) * 1000:.1f} ms, "
                f"{self.processor_s / len(self.took) * 1000:.1f} ms of the processor")


class Apart(Meeting):
    def walk_ins(self, day, count=20):
        acts = Acts()
        before_s = self.clinic.processor_s()
        body = {"patient": {"name": "Amina Juma"}, "service": day.lines[0].body["service"]}
        for number in range(count):
            begun = time.monotonic()
            done = self.clinic.post("/api/walk-ins", body, f"{day.date} {number}",
                                    now=day.lines[-1].at)
            acts.took.append(time.monotonic() - begun)
            self.assertEqual(done.status, 201, done)
        acts.processor_s = self.clinic.processor_s() - before_s
        return acts

    def test_thirty_days_without_the_hub_and_then_it_has_them_all(self):
        folder = tempfile.mkdtemp(prefix="wayside month ")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        month = a_month(folder)
        self.clinic.serve(hub=self.hub)
        with Screens(self.clinic, month[0].date) as there:
            play(self, self.clinic, *month[:5])
        acts_there = self.walk_ins(month[4])
        self.clinic.wait_green()
        self.hub.kill()

        with Screens(self.clinic, month[5].date) as gone:
            play(self, self.clinic, *month[5:])
        acts_gone = self.walk_ins(month[-1])
        waiting = self.clinic.sync()

        print(f"thirty days: looks with the hub {there}, without it {gone}; acts with the hub "
              f"{acts_there}, without it {acts_gone}; {waiting['waiting']['entries']} wait",
              file=sys.stderr)
        self.assertEqual((there.refused, gone.refused), ([], []))
        self.assertLess(max(gone.took), max(LONGEST_S, 2 * max(there.took)))
        self.assertLess(max(acts_gone.took), max(LONGEST_S, 2 * max(acts_there.took)))
        self.assertEqual(waiting["light"], "waiting")
        begun = time.monotonic()
        self.hub.again()
        self.clinic.wait_green(patience_s=180)
        print(f"thirty days: all at the hub after {time.monotonic() - begun:.1f} s",
              file=sys.stderr)
        self.wait_same()
        for day in month:
            extra = 20 if day in (month[4], month[-1]) else 0
            expected = day.totals()
            expected["visits"] += extra
            expected["walk_ins"] += extra
            here = self.clinic.totals(day.date)
            self.assertEqual(here, here | expected)
            self.assertEqual(self.hub.totals(day.date, "kilima"), here)


if __name__ == "__main__":
    unittest.main()
