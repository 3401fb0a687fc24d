#!/usr/bin/env python3
"""A hub and a hundred clinics that come back at once: seconds, CPU and memory of the hub.

Each clinic is a real one: invited, a process of its own, with its own keys. They are enrolled, the
hub stops, each plays the beginning of a day, the hub starts again and all dial it in the pauses of
their back-off. Prints one line of JSON: until the last one had its receipt, what the hub spent, and
what its next start costs with all of it on disk.
Usage: region.py WAYSIDE [--clinics N] [--lines N]  (WAYSIDE_SHARED names the folder of shared data)
"""
import argparse
import json
import os
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "acceptance"))
sys.path.insert(0, HERE)

from wire import Cleanup, PATIENCE_S, cpu_s  # noqa: E402


def wait_all(clinics, is_done):
    """The instant at which the last one was found to be done."""
    left = list(clinics)
    end = time.monotonic() + PATIENCE_S
    while left and time.monotonic() < end:
        left = [clinic for clinic in left if not is_done(clinic)]
        time.sleep(0.05)
    if left:
        raise SystemExit(f"{len(left)} clinics are not done")
    return time.monotonic()


def is_green(clinic):
    told = clinic.sync()
    return told["light"] == "green" and bool(told["receipt"])


def short_day(cleanup, lines):
    """A file with the first lines of the first day."""
    from days import clinic
    day = clinic()[1][0]
    folder = tempfile.mkdtemp(prefix="wayside region ")
    file = os.path.join(folder, day.name)
    with open(file, "w", encoding="utf-8") as out:
        out.writelines(line.text + "\n" for line in day.lines[:lines])
    cleanup.addCleanup(lambda: (os.remove(file), os.rmdir(folder)))
    return file


def measure(cleanup, wanted):
    from hub import Clinic, Hub
    from node import replay
    day = short_day(cleanup, wanted.lines)
    hub = Hub(cleanup).serve()
    clinics = []
    for number in range(wanted.clinics):
        invitation = hub.invite(f"clinic {number}")
        clinics.append(Clinic(cleanup, invitation).serve(hub=hub))
    wait_all(clinics, is_green)
    hub.stop()
    entries = 0
    for clinic in clinics:
        code, report, said = replay(clinic.url, day)
        if code != 0:
            raise SystemExit(f"{said} {json.dumps(report)[:500]}")
        entries += report["accepted"]

    began = time.monotonic()
    hub.again()
    up_s = time.monotonic() - began
    before_s = cpu_s(hub)
    all_s = wait_all(clinics, is_green) - began
    out = {"clinics": len(clinics), "entries": entries, "hub_listens_s": round(up_s, 2),
           "all_receipted_s": round(all_s, 1), "hub_cpu_s": round(cpu_s(hub) - before_s, 2),
           "hub_resident_mb": round(hub.resident_bytes() / 1e6, 1)}
    hub.stop()
    began = time.monotonic()
    hub.again()
    out["next_start_s"] = round(time.monotonic() - began, 2)
    out["next_start_cpu_s"] = round(cpu_s(hub), 2)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("wayside")
    parser.add_argument("--clinics", type=int, default=100)
    parser.add_argument("--lines", type=int, default=60)
    wanted = parser.parse_args()
    os.environ["WAYSIDE_EXECUTABLE"] = os.path.abspath(wanted.wayside)
    cleanup = Cleanup()
    try:
        print(json.dumps(measure(cleanup, wanted)), flush=True)
    finally:
        cleanup.run()


if __name__ == "__main__":
    main()
