#!/usr/bin/env python3
"""Runs T1, the slot bench, and the rivals in other languages that are there.

    bench.py T1_BENCH [--dayjs FOLDER] [--python PYTHON]

T1_BENCH is the built executable; FOLDER has node_modules/dayjs (npm install dayjs); PYTHON can
import ortools (pip install ortools; as it stands this one). A rival that is not there is said to
be missing. Exit 1: a start differs, or a goal is missed.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
DAYJS_QUERIES = 100
CPSAT_QUERIES = 10


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def judge(name, output, right):
    """Prints a rival's line; whether all its starts are right."""
    lines = [line.split() for line in output.splitlines()]
    starts = [int(start) for start, _ in lines]
    took = [float(us) for _, us in lines]
    same = bool(starts) and starts == right[: len(starts)]
    verdict = "same starts" if same else "OTHER STARTS"
    median, p99 = percentile(took, 0.5), percentile(took, 0.99)
    print(
        f"{name:42} median {median:9.2f} us   p99 {p99:9.2f} us   most {max(took):9.2f} us"
        f"   {len(took):5}   {verdict}",
        flush=True,
    )
    return same


def ask(name, command, right):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(f"{name}: not there ({done.stderr.strip().splitlines()[-1:]})")
        return True
    return judge(name, done.stdout, right)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("--dayjs", default=".")
    parser.add_argument("--python", default=sys.executable)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as room:
        data = os.path.join(room, "t1.json")
        good = subprocess.run([given.bench, "--write", data], check=False).returncode == 0
        with open(data + ".starts", encoding="utf-8") as file:
            right = [int(line) for line in file]
        rivals = [("CP-SAT", [given.python, os.path.join(HERE, "cpsat_rival.py"), data,
                              str(CPSAT_QUERIES)])]
        if shutil.which("node"):
            rivals.insert(0, ("dayjs loop", ["node", os.path.join(HERE, "dayjs_rival.mjs"), data,
                                             str(DAYJS_QUERIES), given.dayjs]))
        for name, command in rivals:
            good = ask(name, command, right) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
