#!/usr/bin/env python3
"""Bytes of the packages of each clinic day, beside zstd -19 of the day's plain operations.

Each day is played through the real executable into a clinic of its own; `sync_bench` packs what it
wrote, opens every package again and holds it against its head. Prints a Markdown table.
Usage: bench.py WAYSIDE SYNC_BENCH       (WAYSIDE_SHARED names the folder of shared data)
"""
import glob
import json
import os
import signal
import subprocess
import sys
import tempfile

ROWS = (
    ("entries", lambda day: day["entries"]),
    ("plain operations, bytes of the file", lambda day: day["operations"]),
    ("the same, zstd -19", lambda day: day["operations_zstd"]),
    ("stripped entries", lambda day: day["plaintexts"]),
    ("the same, zstd -19", lambda day: day["plaintexts_zstd"]),
    ("**one package**", lambda day: day["at_once"]["bytes"]),
    ("its sealed body", lambda day: day["at_once"]["bodies"]),
    ("without the dictionary", lambda day: day["at_once_no_dictionary"]["bytes"]),
    ("closed for every patient", lambda day: day["at_once_closed"]["bytes"]),
    ("packages of 60 entries", lambda day: day["by_sixty"]["bytes"]),
    ("packages of 8", lambda day: day["by_eight"]["bytes"]),
    ("**live: a package an entry**", lambda day: day["live"]["bytes"]),
    ("their sealed bodies", lambda day: day["live"]["bodies"]),
    ("live without the dictionary", lambda day: day["live_no_dictionary"]["bytes"]),
)


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def play(wayside, setup, day, folder):
    run(wayside, "init", "--data", folder, "--role", "clinic", "--setup", setup, "--sandbox")
    words = [wayside, "serve", "--data", folder, "--listen", "127.0.0.1:0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as node:
        try:
            address = node.stdout.readline().split()[1]
            report = json.loads(run(wayside, "replay", day, "--node", address, "--json"))
        finally:
            node.send_signal(signal.SIGTERM)
    if report["accepted"] != report["lines"]:
        raise SystemExit(f"{day}: only {report['accepted']} of {report['lines']} accepted")


def main():
    shared = os.environ.get("WAYSIDE_SHARED", "")
    days = sorted(glob.glob(os.path.join(shared, "benchmarks", "clinic-day", "day-*.jsonl")))
    if len(sys.argv) != 3 or not days:
        raise SystemExit(__doc__)
    wayside, bench = sys.argv[1:]
    setup = os.path.join(os.path.dirname(days[0]), "clinic.json")
    measured = []
    with tempfile.TemporaryDirectory() as top:
        for number, day in enumerate(days):
            folder = os.path.join(top, str(number))
            play(wayside, setup, day, folder)
            measured.append(json.loads(run(bench, folder, day)))
    names = [os.path.basename(day)[4:-6] for day in days]
    print("| bytes | " + " | ".join(names) + " |")
    print("|---|" + "---:|" * len(names))
    for title, value in ROWS:
        print(f"| {title} | " + " | ".join(f"{value(day):,}" for day in measured) + " |")


if __name__ == "__main__":
    main()
