#!/usr/bin/env python3
"""Wayside, automerge-repo, PouchDB and zstd -19 on the same clinic days, in one run.

Usage: compare.py WAYSIDE BUILD_FOLDER [--days N] [--live N]     prints a Markdown table
BUILD_FOLDER: where npm installs the rivals' pinned versions. The first N days are played at once,
and live (wire.py and rivals.py say how each is measured). Bytes up and down; of each rival, in
brackets, divided by ours. WAYSIDE_SHARED names the folder of shared data. Exit 1: the digests of a
clinic and its hub differ afterwards.
"""
import argparse
import os
import subprocess
import sys

import rivals
import wire

TITLES = {"automerge": "automerge-repo", "pouch": "PouchDB"}


def zstd_bytes(file):
    done = subprocess.run(["zstd", "-19", "-c", file], check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL)
    return len(done.stdout)


def both_ways(counts):
    return counts["up"] + counts["down"]


def cell(counts, ours):
    return f"{both_ways(counts):,} ({both_ways(counts) / both_ways(ours):.2f})"


def row(title, cells):
    print(f"| {title} | " + " | ".join(cells) + " |", flush=True)


def tables(wanted, folder, days):
    """Whether every clinic and its hub held the same in the end."""
    row("up and down together", [day.date for day in days])
    row("---", ["---:"] * len(days))
    plain = [zstd_bytes(day.file) for day in days]
    all_equal = True
    for what, act, rival, count in (("at once", wire.at_once, rivals.at_once, wanted.days),
                                    ("live", wire.live, rivals.live, wanted.live)):
        if count == 0:
            continue
        ours = [wire.measured(what, day, act) for day in days[:count]]
        all_equal = all_equal and all(each["equal"] for each in ours)
        row(f"**Wayside {what}**", [f"{both_ways(each):,}" for each in ours])
        for name, title in TITLES.items():
            theirs = [rival(folder, name, day.file) for day in days[:count]]
            row(f"{title} {what}", [cell(*pair) for pair in zip(theirs, ours)])
        row("plain operations, zstd -19",
            [f"{size:,} ({size / both_ways(each):.2f})" for size, each in zip(plain, ours)])
    return all_equal


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("wayside")
    parser.add_argument("rivals")
    parser.add_argument("--days", type=int, default=5)
    parser.add_argument("--live", type=int, default=1)
    wanted = parser.parse_args()
    os.environ["WAYSIDE_EXECUTABLE"] = os.path.abspath(wanted.wayside)
    from days import clinic
    days = clinic()[1][:max(wanted.days, wanted.live)]
    if not tables(wanted, rivals.installed(wanted.rivals), days):
        sys.exit(1)


if __name__ == "__main__":
    main()
