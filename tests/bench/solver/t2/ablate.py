#!/usr/bin/env python3
"""tests/bench/solver/t2/ablate.py: what each part of the search adds, paired by day and seed.

    ablate.py BENCH SECONDS SEEDS DAY.json... -- NAME=VALUE[,NAME=VALUE...]...

Runs `t2_bench` as it is and with each change of its settings, seed by seed in turn and one process
at a time, so that all of them share what else the machine does. Writes a row of a Markdown table
for each: the mean cost, its mean difference from the first, the standard error of that difference.
Exit: 0; 1 if a plan was wrong; 2 wrong usage.
"""

import re
import statistics
import subprocess
import sys


def costs_of(bench, seconds, seed, days, change):
    """Of each day in order, and rounds a second; None where the bench says no."""
    ran = subprocess.run([bench, seconds, f"{seed}-{seed}", *days, *change],
                         stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if ran.returncode != 0:
        return None
    row = ran.stdout.splitlines()[2]
    costs = [int(word) for cell in re.findall(r"\(([\d ]+)\)", row) for word in cell.split()]
    return costs, int(row.split("|")[-2].replace(",", ""))


def row_of(change, costs, base, speeds):
    apart = [cost - before for cost, before in zip(costs, base)]
    error = statistics.stdev(apart) / len(apart) ** 0.5 if len(apart) > 1 else 0
    return (f"| {change or 'nothing'} | {statistics.mean(costs):,.0f} "
            f"| {statistics.mean(apart):+,.0f} | {error:,.0f} | {statistics.mean(speeds):,.0f} |")


def main(arguments):
    if "--" not in arguments or arguments.index("--") < 4:
        print(__doc__, file=sys.stderr)
        return 2
    at = arguments.index("--")
    bench, seconds, seeds, *days = arguments[:at]
    changes = ["", *arguments[at + 1:]]
    costs = {change: [] for change in changes}
    speeds = {change: [] for change in changes}
    for seed in range(1, int(seeds) + 1):
        for change in changes:
            found = costs_of(bench, seconds, seed, days, change.split(",") if change else [])
            if found is None:
                return 1
            costs[change] += found[0]
            speeds[change].append(found[1])
        print(f"seed {seed}", file=sys.stderr)
    print("| changed | mean | difference | its standard error | rounds/s |\n|---|---|---|---|---|")
    for change in changes:
        print(row_of(change, costs[change], costs[""], speeds[change]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
