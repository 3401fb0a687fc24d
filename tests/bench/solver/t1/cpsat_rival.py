#!/usr/bin/env python3
"""The question as a model for CP-SAT: one start, one person of each group, both to be chosen.

    cpsat_rival.py DATA QUERIES

Prints a line a query: its start in minutes (-1: none) and the microseconds that it took, with
the making of the model. One worker. A person's free time is a domain of the start, cut by the
length, which is the strongest way to say it: no intervals, no overlaps to rule out.
"""

import json
import sys
import time

from ortools.sat.python import cp_model

GRID = 5
HORIZON = 28 * 24 * 60 // GRID


def free_spans(resource):
    """What is open and not busy, in grid steps, rounded inward."""
    out = []
    for opening, closing in resource["open"]:
        at = opening
        for begin, end in [*resource["busy"], [closing, closing]]:
            if end < at or begin > closing:
                continue
            if begin > at:
                out.append((-(-at // GRID), begin // GRID))
            at = max(at, end)
    return [(begin, end) for begin, end in out if begin < end]


def earliest_start(query, members):
    model = cp_model.CpModel()
    length = query["minutes"] // GRID
    start = model.new_int_var(query["from"] // GRID, HORIZON - 1, "start")
    for group in query["groups"]:
        chosen = []
        for spans in members[group]:
            starts = [[begin, end - length] for begin, end in spans if end - begin >= length]
            if not starts:
                continue
            is_chosen = model.new_bool_var("")
            domain = cp_model.Domain.from_intervals(starts)
            model.add_linear_expression_in_domain(start, domain).only_enforce_if(is_chosen)
            chosen.append(is_chosen)
        model.add_bool_or(chosen)
    model.minimize(start)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    found = solver.solve(model)
    if found == cp_model.INFEASIBLE:
        return -1
    if found != cp_model.OPTIMAL:
        raise SystemExit("CP-SAT did not end")
    return solver.value(start) * GRID


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    members = {}
    for resource in data["resources"]:
        members.setdefault(resource["group"], []).append(free_spans(resource))
    for query in data["queries"][: int(sys.argv[2])]:
        before = time.perf_counter_ns()
        start = earliest_start(query, members)
        print(start, (time.perf_counter_ns() - before) // 1000)


if __name__ == "__main__":
    main()
