#!/usr/bin/env python3
"""Bytes, seconds and CPU of clinic days between a clinic and its hub, on real sockets.

Clinic and hub are real `wayside serve` processes; between them stands the counting proxy of
tests/acceptance, so TLS, WebSocket, frames, receipts and everything else is in the numbers. For
each day a clinic of its own is enrolled and settled before anything is counted.
  at once  the link is down while the day is played, then up until the hub has receipted it
  live     the link is up, and each act is played once the one before is receipted
  thin     as at once, over the reference link: 9,600 bit/s, 300 ms each way, and cut every 20 s
Usage: wire.py WAYSIDE [--days N] [--thin N] [--live N]    one line of JSON a measurement
(WAYSIDE_SHARED names the folder of shared data)
"""
import argparse
import json
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "acceptance"))

REFERENCE = {"rate": 9600, "delay": 300}
TICKS = os.sysconf("SC_CLK_TCK")
PATIENCE_S = 600


class Cleanup:
    """What the helpers of tests/acceptance want of a test."""

    def __init__(self):
        self.acts = []

    def addCleanup(self, act):
        self.acts.append(act)

    def run(self):
        for act in reversed(self.acts):
            act()


def cpu_s(member):
    """User and system time of a serving process so far."""
    with open(f"/proc/{member.process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Pair:
    """A hub and an enrolled clinic that have nothing more to say to each other."""

    def __init__(self, cleanup):
        from fault_proxy import FaultProxy
        from hub import Clinic, Hub
        self.hub = Hub(cleanup).serve()
        self.proxy = FaultProxy(("127.0.0.1", self.hub.sync_port))
        cleanup.addCleanup(self.proxy.close)
        self.clinic = Clinic(cleanup, self.hub.invite("north")).serve(hub=self.proxy.port)
        self.clinic.wait_green(PATIENCE_S)
        self.quiet()

    def quiet(self, for_s=0.5):
        """The counts once nothing has crossed for so long."""
        last, since = None, time.monotonic()
        while time.monotonic() - since < for_s:
            counts = self.proxy.counts()
            crossed = (counts["up"], counts["down"])
            if crossed != last:
                last, since = crossed, time.monotonic()
            time.sleep(0.01)
        return self.proxy.counts()

    def entries(self):
        """Of the clinic's spaces, as both ends' ledgers have them."""
        return [member.digest() for member in (self.clinic, self.hub)]


def crossed(after, before):
    return {way: after[way] - before[way] for way in ("up", "down", "connections", "cuts")}


def play(pair, day):
    from node import replay
    code, report, said = replay(pair.clinic.url, day.file)
    if code != 0 or report["accepted"] != report["lines"]:
        raise SystemExit(f"{day.name}: {said}")
    return report["lines"]


def at_once(pair, day, faults=None):
    """A day that was played while the link was down."""
    pair.proxy.down()
    cpu = {"clinic": cpu_s(pair.clinic), "hub": cpu_s(pair.hub)}
    lines = play(pair, day)
    pair.proxy.set(**(faults or {}))
    before = pair.proxy.counts()
    pair.proxy.up()
    began = time.monotonic()
    # The clinic finds the link by itself, in the pauses of its back-off: from its first byte on.
    while pair.proxy.counts()["connections"] == before["connections"]:
        time.sleep(0.005)
    dialled = time.monotonic()
    pair.clinic.wait_green(PATIENCE_S)
    took_s = time.monotonic() - dialled
    pair.proxy.set(cut_every=None)
    counts = pair.quiet()
    return {"lines": lines, **crossed(counts, before), "seconds": round(took_s, 1),
            "waited_s": round(dialled - began, 1),
            "cpu_s": {name: round(cpu_s(getattr(pair, name)) - cpu[name], 2) for name in cpu}}


def live(pair, day):
    """Each act crosses alone, and its receipt comes back before the next one is made."""
    before = pair.quiet()
    cpu = {"clinic": cpu_s(pair.clinic), "hub": cpu_s(pair.hub)}
    client = pair.clinic.client()
    visits = {}
    for line in day.lines:
        was = pair.proxy.counts()["down"]
        answer = client.post(line.path(visits), line.body, line.key, line.device, line.at)
        if answer.status not in (200, 201):
            raise SystemExit(f"{day.name}, line {line.number}: {answer}")
        if line.appointment:
            told = answer.json()
            visits[line.appointment] = told.get("moved_to") or told["id"]
        end = time.monotonic() + PATIENCE_S
        while pair.proxy.counts()["down"] == was and time.monotonic() < end:
            time.sleep(0.002)
    pair.clinic.wait_green(PATIENCE_S)
    counts = pair.quiet()
    client.close()
    return {"lines": len(day.lines), **crossed(counts, before),
            "cpu_s": {name: round(cpu_s(getattr(pair, name)) - cpu[name], 2) for name in cpu}}


def measured(name, day, act):
    """One measurement, at a hub and a clinic of its own; whether both hold the same in the end."""
    cleanup = Cleanup()
    try:
        pair = Pair(cleanup)
        out = {"what": name, "day": day.date, **act(pair, day)}
        digests = pair.entries()
        shared = set(digests[0].splitlines()) & set(digests[1].splitlines())
        out["equal"] = len(shared) == len(digests[0].splitlines())
        return out
    finally:
        cleanup.run()


def show(name, day, act):
    print(json.dumps(measured(name, day, act)), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("wayside")
    for name, count in (("days", 5), ("live", 5), ("thin", 1), ("cut", 1)):
        parser.add_argument(f"--{name}", type=int, default=count, help="so many of the days")
    wanted = parser.parse_args()
    os.environ["WAYSIDE_EXECUTABLE"] = os.path.abspath(wanted.wayside)
    from days import clinic
    days = clinic()[1]
    for day in days[:wanted.days]:
        show("at once", day, at_once)
    for day in days[:wanted.thin]:
        show("thin", day, lambda pair, each: at_once(pair, each, REFERENCE))
    for day in days[:wanted.cut]:
        cut = {**REFERENCE, "cut_every": 20}
        show("thin, cut", day, lambda pair, each: at_once(pair, each, cut))
    for day in days[:wanted.live]:
        show("live", day, live)


if __name__ == "__main__":
    main()
