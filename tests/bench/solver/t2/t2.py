#!/usr/bin/env python3
"""tests/bench/solver/t2/t2.py: `wayside solve plan` and `repair` on clinic-plan, beside its rivals.

    t2.py [--wayside FILE] [--shared DIR] [--days 1 2 3 4 5] [--generated 101 102 ...]
          [--seeds 3] [--seconds 1 10 60] [--repair] [--large] [--rivals] [--threads N]

Each plan is judged by the benchmark's evaluate.py; one run at a time. Writes a Markdown table to
standard output. Rivals that are not installed are named and passed over. Exit: 0; 1 if a plan was
refused by the checker; 2 wrong usage or no benchmark.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.normpath(os.path.join(HERE, "..", "..", "..", ".."))


class Bench:
    """Where everything is, and what was refused."""

    def __init__(self, options, scratch):
        self.options = options
        self.scratch = scratch
        self.folder = os.path.join(options.shared, "benchmarks", "clinic-plan")
        self.refused = 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def python(self, *arguments):
        return [sys.executable, "-B", *arguments]

    def generate(self, seed):
        file = os.path.join(self.scratch, f"day-{seed}.json")
        with open(file, "w", encoding="utf-8") as out:
            subprocess.run(self.python(self.path("generate.py"), str(seed)), stdout=out, check=True)
        return file

    def judge(self, instance, plan, repair):
        more = ["--repair", repair] if repair else []
        judged = subprocess.run(
            self.python(self.path("evaluate.py"), instance, plan, *more, "--json"),
            stdout=subprocess.PIPE, check=False,
        )
        verdict = json.loads(judged.stdout)
        if not verdict["feasible"]:
            self.refused += 1
            print(f"REFUSED {instance}: {verdict['violations'][:3]}", file=sys.stderr)
        return verdict["total"]

    def run(self, command, instance, plan, repair):
        """(cost, wall seconds, processor seconds of the last command)."""
        for line in command:
            begin, before = time.monotonic(), os.times()
            subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            wall, after = time.monotonic() - begin, os.times()
        spent = after.children_user + after.children_system
        spent -= before.children_user + before.children_system
        return self.judge(instance, plan, repair), wall, spent


def ours(bench, instance, plan, seconds, seed, repair):
    task = ["repair", instance, repair] if repair else ["plan", instance]
    return [[
        bench.options.wayside, "solve", *task, "--seconds", str(seconds), "--seed", str(seed),
        "--threads", str(bench.options.threads), "--out", plan,
    ]]


def first_fit(bench, instance, plan, _seconds, _seed, repair):
    more = ["--repair", repair] if repair else []
    return [bench.python(bench.path("rivals/first_fit.py"), instance, plan, *more)]


def cpsat(bench, instance, plan, seconds, seed, repair):
    more = ["--repair", repair] if repair else []
    return [bench.python(bench.path("rivals/cpsat.py"), instance, plan, "--seconds", str(seconds),
                         "--seed", str(seed), *more)]


def timefold(bench, instance, plan, seconds, seed, repair):
    more = ["--repair", repair] if repair else []
    start = os.path.join(bench.scratch, "start.json")
    return first_fit(bench, instance, start, 0, 0, repair) + [[
        "java", "-XX:+UseSerialGC", "-jar", bench.options.jar, instance, plan, "--start", start,
        "--seconds", str(seconds), "--warm", "10", "--seed", str(seed), *more,
    ]]


def rivals(bench):
    """(name, maker of its command, whether its time counts) of those that are there."""
    found = [("first fit", first_fit, False)]
    has_ortools = subprocess.run(bench.python("-c", "import ortools"), check=False,
                                 stderr=subprocess.DEVNULL).returncode == 0
    if has_ortools:
        found.append(("CP-SAT", cpsat, True))
    else:
        print("passed over: CP-SAT (pip install ortools)", file=sys.stderr)
    if shutil.which("java") and os.path.exists(bench.options.jar):
        found.append(("Timefold", timefold, True))
    else:
        print("passed over: Timefold (java and --jar)", file=sys.stderr)
    return found


def row(bench, name, maker, seconds, days, seeds):
    """One line of the table: the mean over seeds of each day, their mean, each seed's mean."""
    plan = os.path.join(bench.scratch, "plan.json")
    costs = []
    longest = 0.0
    for instance, repair in days:
        line = []
        for seed in seeds:
            command = maker(bench, instance, plan, seconds, seed, repair)
            cost, wall, _ = bench.run(command, instance, plan, repair)
            longest = max(longest, wall)
            line.append(cost)
        costs.append(line)
    means = [sum(line) / len(line) for line in costs]
    by_seed = [sum(line[i] for line in costs) / len(costs) for i in range(len(seeds))]
    cells = [name, str(seconds), *(f"{mean:,.0f}" for mean in means),
             f"{sum(means) / len(means):,.0f}", ", ".join(f"{m:,.0f}" for m in by_seed),
             f"{longest:.2f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


def table(bench, title, seconds, days, seeds):
    names = [os.path.basename(instance)[:-5] for instance, _ in days]
    print(f"\n{title}\n")
    heads = ["planner", "seconds", *names, "mean", "of each seed", "longest run (s)"]
    print("| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for budget in seconds:
        row(bench, "wayside", ours, budget, days, seeds)
    if not bench.options.rivals:
        return
    for name, maker, counts in rivals(bench):
        for budget in seconds if counts else [0]:
            row(bench, name, maker, budget, days, seeds if counts else [1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--wayside", default=os.path.join(TOP, "build/release/cli/wayside"))
    parser.add_argument("--shared", default=os.environ.get("WAYSIDE_SHARED", TOP + "/../shared"))
    parser.add_argument("--jar", default="timefold-rival.jar")
    parser.add_argument("--days", type=int, nargs="*", default=[1, 2, 3, 4, 5])
    parser.add_argument("--generated", type=int, nargs="*", default=[])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, nargs="+", default=[1, 10, 60])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repair", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--rivals", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options, scratch)
        if not os.path.exists(bench.path("evaluate.py")):
            print(f"no benchmark at {bench.folder}", file=sys.stderr)
            return 2
        seeds = list(range(1, options.seeds + 1))
        days = [(bench.path(f"day-{day:02}.json"), None) for day in options.days]
        days += [(bench.generate(seed), None) for seed in options.generated]
        if days:
            table(bench, "Plans", options.seconds, days, seeds)
        if options.repair:
            broken = [(bench.path(f"day-{day:02}.json"), bench.path(f"repair-{day:02}.json"))
                      for day in options.days]
            table(bench, "Repairs", [2], broken, seeds)
        if options.large:
            table(bench, "Large", options.seconds, [(bench.path("large-01.json"), None)], seeds)
        return 1 if bench.refused else 0


if __name__ == "__main__":
    sys.exit(main())
