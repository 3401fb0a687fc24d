"""tests/acceptance/events_test.py: screens that follow, and the sandbox's clock."""

import re
import socket
import time
import unittest

from days import clinic
from node import Node


class Stream:
    """Server-Sent Events, read as they come."""

    def __init__(self, node, cursor=None):
        self.wire = socket.create_connection(("127.0.0.1", node.port), timeout=20)
        query = f"?cursor={cursor}" if cursor else ""
        self.wire.sendall(f"GET /api/events{query} HTTP/1.1\r\n"
                          f"Host: 127.0.0.1:{node.port}\r\n\r\n".encode())
        self.unread = b""
        head = self.until(b"\r\n\r\n").decode()
        assert head.startswith("HTTP/1.1 200") and "text/event-stream" in head, head

    def until(self, end):
        while end not in self.unread:
            part = self.wire.recv(4096)
            if not part:
                raise ConnectionError("the stream ended")
            self.unread += part
        out, self.unread = self.unread.split(end, 1)
        return out

    def next(self):
        """{field: value} of the next block; comments are passed over."""
        while True:
            block = self.until(b"\n\n").decode()
            fields = dict(re.findall(r"^(\w+): ?(.*)$", block, re.M))
            if fields:
                return fields

    def close(self):
        self.wire.close()


class Events(unittest.TestCase):
    def setUp(self):
        setup, days = clinic()
        self.node = Node(self, setup).serve()
        self.bookings = [line for line in days[0].lines if line.action == "book"]

    def follow(self, cursor=None):
        stream = Stream(self.node, cursor)
        self.addCleanup(stream.close)
        return stream

    def book(self, number):
        line = self.bookings[number]
        answer = self.node.post("/api/bookings", line.body, line.key, line.device, line.at)
        self.assertEqual(answer.status, 201, answer)
        return answer.json()

    def test_who_follows_hears_of_an_act_within_a_second(self):
        stream = self.follow()
        self.assertIn("id", stream.next())

        quickest = 60.0
        for number in range(3):
            visit = self.book(number)
            answered = time.monotonic()
            event = stream.next()
            quickest = min(quickest, time.monotonic() - answered)

            self.assertEqual(event["event"], "change")
            self.assertIn(visit["id"], event["data"])
            self.assertNotIn(self.bookings[number].body["patient"]["name"], event["data"])
        self.assertLess(quickest, 1)

    def test_who_comes_back_with_a_cursor_misses_nothing(self):
        stream = self.follow()
        cursor = stream.next()["id"]
        stream.close()
        first, second = self.book(0), self.book(1)

        again = self.follow(cursor)

        self.assertIn(first["id"], again.next()["data"])
        self.assertIn(second["id"], again.next()["data"])

    def test_a_foreign_cursor_and_one_of_an_earlier_start_are_told_to_begin_anew(self):
        cursor = self.follow().next()["id"]
        self.assertEqual(self.follow("nobody-7").next()["event"], "resync")
        self.assertEqual(self.node.stop(), 0)
        self.node.serve()

        self.assertEqual(self.follow(cursor).next()["event"], "resync")

    def test_a_follower_does_not_keep_the_node_from_ending(self):
        self.follow().next()
        began = time.monotonic()

        self.assertEqual(self.node.stop(), 0)

        self.assertLess(time.monotonic() - began, 5)


class SandboxClock(unittest.TestCase):
    EARLY, LATE = "2026-03-02T09:00:00+03:00", "2026-03-02T11:00:00+03:00"

    def now(self, node, **more):
        return node.get("/api/setup", **more).json()["now"]

    def test_it_moves_forward_only_and_outlives_a_restart(self):
        node = Node(self, clinic()[0]).serve()
        early = self.now(node, now=self.EARLY)
        late = self.now(node, now=self.LATE)
        self.assertLess(early, late)
        self.assertEqual(self.now(node, now=self.EARLY), late)
        self.assertEqual(self.now(node), late)

        self.assertEqual(node.stop(), 0)
        node.serve()
        self.assertEqual(self.now(node), late)
        node.kill()
        node.serve()

        self.assertEqual(self.now(node, now=self.EARLY), late)

    def test_what_is_done_in_it_happened_then_whatever_the_machines_clock_says(self):
        setup, days = clinic()
        node = Node(self, setup).serve()
        lines = [line for line in days[0].lines if line.action == "book"][:2]
        visits = []
        for line in lines:
            answer = node.post("/api/bookings", line.body, line.key, line.device, line.at)
            visits.append(answer.json()["id"])
            self.assertEqual(node.stop(), 0)
            node.serve()

        changed = [node.get(f"/api/visits/{visit}").json()["changed"] for visit in visits]

        self.assertEqual(changed, [line.at for line in lines])

    def test_a_node_for_patients_takes_no_ones_time(self):
        node = Node(self, clinic()[0], sandbox=False).serve()

        answer = node.get("/api/setup", now=self.EARLY)

        self.assertEqual((answer.status, answer.json()["rule"]), (403, "not_a_sandbox"))
