"""tests/bench/node/bench.py: what a node costs, beside what the disk itself costs in the same run.

    WAYSIDE_EXECUTABLE=build/release/cli/wayside \\
    WAYSIDE_MAKE_DAY=build/release/cli/demo/make_day WAYSIDE_DEMO_SETUP=cli/demo/clinic.json \\
        python3 -B tests/bench/node/bench.py

With WAYSIDE_SHARED it plays the days that lie there, else the demo's. Not part of ctest: the
numbers are of this machine and this minute. Temporary files lie where TMPDIR says: it must be the
disk that is to be measured. README.md says how to read the table.
"""

import datetime
import json
import os
import socket
import sqlite3
import statistics
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../acceptance"))

from days import clinic, read_setup  # noqa: E402
from node import Node, replay  # noqa: E402

ONE_CLIENT = 300
MANY_CLIENTS, EACH = 50, 20
COMMITS = 300
STARTS = 5


def percentile(seconds, share):
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def disk_commits(folder, commit_bytes):
    """Seconds of each pwrite and fdatasync of as many bytes as one booking writes."""
    out, block = [], os.urandom(commit_bytes)
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for number in range(COMMITS):
            began = time.perf_counter()
            os.pwrite(file.fileno(), block, number * commit_bytes)
            os.fdatasync(file.fileno())
            out.append(time.perf_counter() - began)
    return out


def minutes_of(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def wishes():
    """Bookings without end that do not get in each other's way, unless rooms are scarce."""
    setup = read_setup()
    offset = clinic()[1][0].lines[0].at[19:]
    date = datetime.date.fromisoformat(clinic()[1][-1].date)
    number = 0
    while True:
        date += datetime.timedelta(days=1)
        weekday = date.strftime("%a").lower()
        for who in setup["practitioners"]:
            service = next((s for s in setup["services"]
                            if any(n.get("role") == who["role"] for n in s["needs"])), None)
            shift = next((s for s in who["shifts"] if weekday in s["days"]), None)
            if not service or not shift:
                continue
            rest = [minutes_of(time_) for time_ in shift.get("break", ["00:00", "00:00"])]
            at = minutes_of(shift["from"])
            while at + service["minutes"] <= minutes_of(shift["to"]):
                if at + service["minutes"] <= rest[0] or at >= rest[1]:
                    number += 1
                    yield {"patient": {"id": f"b-{number}", "name": f"Bench Person {number}",
                                       "birth_date": "1980-01-01", "phone": f"+1555{number:07}"},
                           "service": service["id"], "practitioner": who["id"],
                           "start": f"{date}T{at // 60:02}:{at % 60:02}:00{offset}",
                           "reason": "a bench", "channel": "desk"}
                at += service["minutes"]


class Screen:
    """A client with as little of its own as Python allows: whole requests, made beforehand."""

    def __init__(self, port, bodies, name):
        self.wire = socket.create_connection(("127.0.0.1", port))
        self.wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.requests = [
            (f"POST /api/bookings HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nWayside-Device: desk\r\n"
             f"Idempotency-Key: {name}-{number}\r\nContent-Type: application/json\r\n"
             f"Content-Length: {len(body)}\r\n\r\n").encode() + body
            for number, body in enumerate(json.dumps(each).encode() for each in bodies)
        ]
        self.seconds, self.refused = [], 0

    def run(self):
        for request in self.requests:
            began = time.perf_counter()
            self.wire.sendall(request)
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += self.wire.recv(65536)
            head, body = answer.split(b"\r\n\r\n", 1)
            length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
            while len(body) < length:
                body += self.wire.recv(65536)
            self.seconds.append(time.perf_counter() - began)
            self.refused += not head.startswith(b"HTTP/1.1 201")
        self.wire.close()


def bookings(node, source, clients, each, name):
    """([seconds of each booking], bookings a second, refused)"""
    screens = [Screen(node.port, [next(source) for _ in range(each)], f"{name}-{number}")
               for number in range(clients)]
    threads = [threading.Thread(target=screen.run) for screen in screens]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    seconds = [second for screen in screens for second in screen.seconds]
    return seconds, clients * each / took, sum(screen.refused for screen in screens)


def written_bytes(node):
    """What the process gave to the disk so far."""
    with open(f"/proc/{node.process.pid}/io", encoding="ascii") as counts:
        return next(int(line.split()[1]) for line in counts if line.startswith("write_bytes:"))


def row(what, *cells):
    print(f"{what:<44}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


def ms(seconds):
    return f"{seconds * 1000:.2f} ms"


def timings(what, seconds, *more):
    row(what, ms(percentile(seconds, 0.5)), ms(percentile(seconds, 0.99)), *more)


def ratios(what, seconds, disk):
    """How many of the disk's own commits one booking takes."""
    row(what, *(f"{percentile(seconds, share) / percentile(disk, share):.1f}"
                for share in (0.5, 0.99)))


def tables(file, days):
    """Bytes a day of each table with its indexes, the largest first."""
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        sizes = database.execute(
            "SELECT coalesce(m.tbl_name, s.name), sum(s.pgsize), sum(s.unused) FROM dbstat s "
            "LEFT JOIN sqlite_schema m ON m.name = s.name GROUP BY 1 ORDER BY 2 DESC").fetchall()
        for name, size, unused in sizes:
            if size < 4096 * days:
                continue
            rows = database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            row(f"  {name}", f"{size / days / 1e3:.1f} kB/day", f"{rows / days:.0f} rows/day",
                f"{size / rows:.0f} B/row", f"{unused / size:.0%} unused")


def bench_bookings(setup):
    node = Node(None, setup).serve()
    try:
        source = wishes()
        now = clinic()[1][0].lines[0].at
        node.get("/api/setup", now=now)
        before = written_bytes(node)
        one, one_rate, refused = bookings(node, source, 1, ONE_CLIENT, "one")
        commit_bytes = max(4096, (written_bytes(node) - before) // ONE_CLIENT)
        row(f"durable, {commit_bytes} bytes a booking", "p50", "p99", "a second")
        disk = disk_commits(node.top, commit_bytes)
        many, many_rate, more = bookings(node, source, MANY_CLIENTS, EACH, "many")
        disk += disk_commits(node.top, commit_bytes)
        timings("the disk's own commit (fdatasync)", disk, f"{1 / statistics.mean(disk):.0f}")
        timings("booking by HTTP, 1 client", one, f"{one_rate:.0f}")
        timings(f"booking by HTTP, {MANY_CLIENTS} clients", many, f"{many_rate:.0f}")
        ratios("booking / disk, 1 client", one, disk)
        ratios(f"booking / disk, {MANY_CLIENTS} clients", many, disk)
        row("refused among them", refused + more)
    finally:
        node.remove()


def bench_days(setup, days):
    node = Node(None, setup).serve()
    try:
        row("after init, at rest", f"{node.resident_bytes() / 1e6:.1f} MB")
        began = time.perf_counter()
        code, report, said = replay(node.url, *[day.file for day in days])
        took = time.perf_counter() - began
        if code != 0 or report["refused"]:
            print(said, file=sys.stderr)
        row(f"replay of {report['lines']} lines", f"{took:.1f} s",
            f"{report['lines'] / took:.0f} lines/s")
        row("memory after the replay", f"{node.resident_bytes() / 1e6:.1f} MB")
        node.stop()
        size = os.path.getsize(os.path.join(node.data, "ledger.db"))
        row("ledger.db", f"{size / 1e3:.0f} kB", f"{size / len(days) / 1e3:.0f} kB/day")
        tables(os.path.join(node.data, "ledger.db"), len(days))
        starts = []
        for _ in range(STARTS):
            began = time.perf_counter()
            node.serve()
            starts.append(time.perf_counter() - began)
            resident = node.resident_bytes()
            node.stop()
        row(f"start after {len(days)} days, until it listens", f"{statistics.median(starts):.2f} s",
            f"{min(starts):.2f} s best")
        row("memory after that start, at rest", f"{resident / 1e6:.1f} MB")
    finally:
        node.remove()


if __name__ == "__main__":
    if "WAYSIDE_EXECUTABLE" not in os.environ:
        sys.exit("bench.py: WAYSIDE_EXECUTABLE names the executable to measure")
    SETUP, DAYS = clinic()
    bench_bookings(SETUP)
    bench_days(SETUP, DAYS)
