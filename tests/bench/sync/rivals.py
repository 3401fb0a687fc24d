#!/usr/bin/env python3
"""Bytes that automerge-repo and PouchDB put on the wire for each clinic day.

Each holds the same day's actions on one side and gives them to the other over loopback, through the
counting proxy of tests/acceptance: all at once to a side that has nothing, and live, each act once
the one before has arrived. Neither seals nor signs anything, and there is no TLS.
Usage: rivals.py BUILD_FOLDER [DAY...]        (npm installs pinned versions into BUILD_FOLDER)
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "acceptance"))

from fault_proxy import FaultProxy  # noqa: E402

RIVALS = ("automerge", "pouch")


class Rival:
    def __init__(self, folder, name):
        self.process = subprocess.Popen(
            ["node", os.path.join(folder, f"{name}.mjs")], cwd=folder, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=open(os.path.join(folder, f"{name}.log"), "a", encoding="utf-8"),
        )

    def tell(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit("a rival ended; its log is beside it")
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)


def installed(folder):
    """The folder with the rivals in it; their packages come from npm once."""
    folder = os.path.abspath(folder)
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(os.path.join(HERE, "rivals")):
        shutil.copy(os.path.join(HERE, "rivals", name), folder)
    if not os.path.isdir(os.path.join(folder, "node_modules")):
        words = ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock"]
        subprocess.run(words, cwd=folder, check=True, stdout=sys.stderr)
    return folder


def at_once(folder, name, day):
    rival = Rival(folder, name)
    with FaultProxy(("127.0.0.1", rival.tell("listen")["port"])) as proxy:
        rival.tell("begin", day)
        rival.tell("act", "all")
        rival.tell("dial", proxy.port)
        rival.tell("settle")
        counts = quiet(proxy)
        rival.end()
    return counts


def live(folder, name, day):
    rival = Rival(folder, name)
    with FaultProxy(("127.0.0.1", rival.tell("listen")["port"])) as proxy:
        rival.tell("begin", day)
        rival.tell("dial", proxy.port, "live")
        before = quiet(proxy)
        with open(day, encoding="utf-8") as lines:
            acts = sum(1 for line in lines if line.strip())
        for number in range(acts):
            rival.tell("act", number)
            rival.tell(*(("settle",) if name == "automerge" else ("settled_one", number)))
            quiet(proxy, 0.02)
        counts = quiet(proxy)
        rival.end()
    return {way: counts[way] - before[way] for way in ("up", "down")}


def quiet(proxy, for_s=0.5):
    """The counts once nothing has crossed for so long."""
    last, since = None, time.monotonic()
    while time.monotonic() - since < for_s:
        counts = proxy.counts()
        if counts != last:
            last, since = counts, time.monotonic()
        time.sleep(0.005)
    return last


def measure(folder, days):
    """{name: {date: {"at_once": counts, "live": counts}}}"""
    out = {}
    for name in RIVALS:
        out[name] = {}
        for day in days:
            date = os.path.basename(day)[4:-6]
            out[name][date] = {"at_once": at_once(folder, name, day),
                               "live": live(folder, name, day)}
            print(name, date, json.dumps(out[name][date]), file=sys.stderr, flush=True)
    return out


def shared_days():
    shared = os.environ.get("WAYSIDE_SHARED", "")
    return sorted(glob.glob(os.path.join(shared, "benchmarks", "clinic-day", "day-*.jsonl")))


def main():
    days = sys.argv[2:] or shared_days()
    if len(sys.argv) < 2 or not days:
        raise SystemExit(__doc__)
    print(json.dumps(measure(installed(sys.argv[1]), days)))


if __name__ == "__main__":
    main()
