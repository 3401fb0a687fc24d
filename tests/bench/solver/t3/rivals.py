#!/usr/bin/env python3
"""CP-SAT (ortools) and Chuffed (by MiniZinc) on the projects of a folder, beside ours.

    rivals.py FOLDER OURS.csv [--every K] [--seconds 1,10]

FOLDER holds .sm files, OURS.csv lines of NAME,MAKESPAN,CPU_SECONDS as t3_bench writes them. Each
rival gets one thread and so many seconds for each instance: CP-SAT of CPU time, so that a busy
machine takes nothing from it, Chuffed by its own clock. Time begins when the model stands. Where a
rival finds nothing, that is counted and left out of its mean.
"""

import argparse
import csv
import pathlib
import shutil
import subprocess
import tempfile
import threading
import time

try:
    from ortools.sat.python import cp_model
except ImportError:
    cp_model = None

MODEL = """
include "cumulative.mzn";
int: n; int: m; int: horizon; array[1..n] of int: d; array[1..m] of int: capacity;
array[1..m, 1..n] of int: demand; int: arcs; array[1..arcs, 1..2] of int: arc;
array[1..n] of var 0..horizon: s; var 0..horizon: makespan;
constraint forall(k in 1..arcs)(s[arc[k, 1]] + d[arc[k, 1]] <= s[arc[k, 2]]);
constraint forall(r in 1..m)(cumulative(s, d, [demand[r, i] | i in 1..n], capacity[r]));
constraint forall(i in 1..n)(s[i] + d[i] <= makespan);
solve minimize makespan;
output ["makespan=\\(makespan)\\n"];
"""


def numbers(line):
    return [int(word) for word in line.split()]


def read_project(path):
    lines = path.read_text().splitlines()

    def after(title, skip):
        at = next(i for i, line in enumerate(lines) if title in line)
        return lines[at + skip :]

    jobs = next(int(line.split(":")[1]) for line in lines if "jobs " in line and ":" in line)
    successors = [numbers(line)[3:] for line in after("PRECEDENCE RELATIONS", 2)[:jobs]]
    requests = [numbers(line) for line in after("REQUESTS/DURATIONS", 3)[:jobs]]
    capacities = numbers(after("RESOURCEAVAILABILITIES", 2)[0])
    arcs = [(i, j - 1) for i, row in enumerate(successors) for j in row]
    return [row[2] for row in requests], [row[3:] for row in requests], capacities, arcs


def cp_sat(project, seconds):
    durations, demands, capacities, arcs = project
    model = cp_model.CpModel()
    horizon = sum(durations)
    starts = [model.new_int_var(0, horizon, "") for _ in durations]
    spans = [model.new_fixed_size_interval_var(s, d, "") for s, d in zip(starts, durations)]
    for before, behind in arcs:
        model.add(starts[before] + durations[before] <= starts[behind])
    for k, capacity in enumerate(capacities):
        model.add_cumulative(spans, [row[k] for row in demands], capacity)
    makespan = model.new_int_var(0, horizon, "")
    for start, duration in zip(starts, durations):
        model.add(start + duration <= makespan)
    model.minimize(makespan)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    ended = threading.Event()

    def watch():
        begin = time.process_time()
        while not ended.wait(0.005) and time.process_time() - begin < seconds:
            pass
        solver.stop_search()

    watcher = threading.Thread(target=watch)
    watcher.start()
    status = solver.solve(model)
    ended.set()
    watcher.join()
    return int(solver.objective_value) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None


def chuffed(project, seconds):
    durations, demands, capacities, arcs = project
    rows = "|".join(",".join(str(row[k]) for row in demands) for k in range(len(capacities)))
    pairs = "|".join(f"{a + 1},{b + 1}" for a, b in arcs)
    with tempfile.TemporaryDirectory() as folder:
        model = pathlib.Path(folder, "m.mzn")
        values = pathlib.Path(folder, "m.dzn")
        model.write_text(MODEL)
        values.write_text(
            f"n={len(durations)};m={len(capacities)};horizon={sum(durations)};d={durations};"
            f"capacity={capacities};demand=[|{rows}|];arcs={len(arcs)};arc=[|{pairs}|];"
        )
        flat = pathlib.Path(folder, "m.fzn")
        compiled = ["minizinc", "--solver", "chuffed", "-c", "--fzn", str(flat)]
        subprocess.run([*compiled, str(model), str(values)], check=True, capture_output=True)
        limit = str(max(1, int(seconds * 1000)))
        run = ["minizinc", "--solver", "chuffed", "-a", "--time-limit", limit, str(flat)]
        out = subprocess.run(run, check=False, capture_output=True, text=True).stdout
    found = [line.split("=")[1] for line in out.splitlines() if line.startswith("makespan")]
    return min(map(int, found), default=None)


def rivals():
    found = {}
    if cp_model is not None:
        found["CP-SAT"] = cp_sat
    else:
        print("CP-SAT: skipped, no ortools (pip install ortools)")
    if shutil.which("fzn-chuffed") and shutil.which("minizinc"):
        found["Chuffed"] = chuffed
    else:
        print("Chuffed: skipped, no minizinc with fzn-chuffed")
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("ours", type=pathlib.Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seconds", default="1,10")
    wanted = parser.parse_args()
    with wanted.ours.open() as file:
        rows = [(name, int(makespan), float(took)) for name, makespan, took in csv.reader(file)]
    rows = rows[:: wanted.every]
    mean = sum(row[2] for row in rows) / len(rows)
    print(f"{len(rows)} instances; ours takes {mean:.3f} s CPU each")
    for name, solve in rivals().items():
        for seconds in map(float, wanted.seconds.split(",")):
            over, better, worse, nothing = [], 0, 0, 0
            for instance, ours, _ in rows:
                theirs = solve(read_project(wanted.folder / f"{instance}.sm"), seconds)
                if theirs is None:
                    nothing += 1
                    continue
                over.append(100 * (theirs / ours - 1))
                better += theirs < ours
                worse += theirs > ours
            gap = f"{sum(over) / len(over):+.2f} % of ours" if over else "no figure"
            counts = f"shorter {better}, longer {worse}, none found {nothing}"
            print(f"{name} in {seconds:g} s: {gap}, {counts}")


if __name__ == "__main__":
    main()
