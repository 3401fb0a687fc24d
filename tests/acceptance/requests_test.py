"""tests/acceptance/requests_test.py: what badly made, huge, slow and half requests come to."""

import json
import socket
import threading
import time
import unittest

from days import clinic
from node import Node

MOST_GROWTH_BYTES = 64 * 1024 * 1024
SLOW_LIMIT_S = 10

BODIES = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe\x00", b"[" * 20_000, b'{"a":' * 5_000,
          b'{"patient":7,"service":{},"start":[],"triage":{},"state":1,"text":[],"minutes":"x"}',
          b'{"patient":{"name":"\\u0000"},"service":"x","start":"2026-13-45T99:00:00Z"}',
          b'{"start":"' + b"9" * 60_000 + b'"}', b'{"minutes":1e999}',
          b'{"service":"consult","service":"consult","patient":{"birth_date":"9999-99-99"}}']
SUBJECTS = ["a" * 26, "%00", "..%2F..%2Fetc", "%C3%28", "x" * 500, "a", "%E2%80%AE"]
QUERIES = ["", "?", "?service=&from=&to=", "?service=consult&from=x&to=y", "?search=%",
           "?identifier=%00", "?search=" + "a" * 7_000, "?cursor=%FF",
           "?service=consult&from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z"]


def head(method, target, port, more=b""):
    return (f"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n").encode() + more + b"\r\n"


class Requests(unittest.TestCase):
    def setUp(self):
        self.node = Node(self, clinic()[0]).serve()
        self.routes = [
            (method.upper(), path)
            for path, methods in self.node.get("/api/openapi.json").json()["paths"].items()
            for method in methods if method in ("get", "post") and path != "/api/events"
        ]
        self.assertGreater(len(self.routes), 20)

    def send(self, raw, wait_s=15):
        """What comes back until the other side is done, or `wait_s` have passed."""
        out = b""
        with socket.create_connection(("127.0.0.1", self.node.port), timeout=wait_s) as wire:
            try:
                wire.sendall(raw)
                wire.shutdown(socket.SHUT_WR)
                while part := wire.recv(65536):
                    out += part
            except (ConnectionError, socket.timeout):
                pass
        return out

    def is_refusal(self, answer, what):
        self.assertIn(answer.status, range(400, 500), f"{what}: {answer}")
        self.assertEqual(answer.fields["content-type"], "application/problem+json", what)
        problem = answer.json()
        self.assertEqual(problem["status"], answer.status, what)
        self.assertTrue(problem["rule"] and problem["detail"], what)

    def still_stands(self):
        self.assertEqual(self.node.get("/api/health").json()["status"], "ok")
        self.assertIsNone(self.node.process.poll())

    def test_bodies_that_make_no_sense_are_refused_by_name_on_every_route(self):
        client = self.node.client()
        self.addCleanup(client.close)
        before = None
        for turn in range(2):
            for method, path in self.routes:
                if method != "POST":
                    continue
                for number, body in enumerate(BODIES):
                    target = path.replace("{id}", SUBJECTS[number % 2 * 5])
                    answer = client.post(target, body, f"bad-{turn}-{path}-{number}")
                    if path == "/api/arrivals" and answer.status == 201:
                        continue  # a kiosk's answer is the same whoever it is
                    self.is_refusal(answer, f"{target} {body[:60]!r}")
            # What the first turn made room for is there for the second.
            before = before or self.node.resident_bytes()
        self.assertLess(self.node.resident_bytes() - before, MOST_GROWTH_BYTES)
        self.still_stands()

    def test_subjects_and_queries_that_make_no_sense_are_refused_or_found_empty(self):
        client = self.node.client()
        self.addCleanup(lambda: client.close())
        for method, path in self.routes:
            asked = [path.replace("{id}", s).replace("{date}", s) for s in SUBJECTS]
            asked += [path.replace("{id}", "a" * 26).replace("{date}", "2026-03-02") + q
                      for q in QUERIES]
            for target in asked:
                body = b"{}" if method == "POST" else None
                answer = client.ask(method, target, body, Idempotency_Key="k" + target[:150])
                if answer.fields.get("connection") == "close":
                    client.close()
                    client = self.node.client()
                self.assertIn(answer.status, [200, 201, *range(400, 500)], f"{target}: {answer}")
                if answer.status >= 400:
                    self.is_refusal(answer, f"{method} {target}")
        self.still_stands()

    def test_a_body_too_large_is_refused_before_it_is_read(self):
        for method, path in self.routes:
            if method != "POST":
                continue
            target = path.replace("{id}", "a" * 26)
            raw = head(method, target, self.node.port,
                       b"Idempotency-Key: k\r\nContent-Length: 65537\r\n")
            self.assertIn(b" 413 ", self.send(raw).split(b"\r\n")[0], target)
        self.still_stands()

    def test_heads_that_are_too_large_or_no_http_are_refused(self):
        port = self.node.port
        long_field = b"X-Long: " + b"a" * 17_000 + b"\r\n"
        for raw, status in [
            (head("GET", "/api/health", port, long_field), b" 431 "),
            (head("GET", "/" + "a" * 9_000, port), b" 414 "),
            (head("GET", "/api/health", port, b"X: 1\r\n" * 200), b" 431 "),
            (b"GET /api/health HTTP/1.1\r\n\r\n", b" 400 "),
            (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 50 + b"\r\n\r\n", b" 400 "),
            (b"GET\r\n\r\n", b" 400 "),
            (head("GET", "/api/health", port, b"Content-Length: -1\r\n"), b" 400 "),
            (head("POST", "/api/bookings", port,
                  b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + b"0\r\n\r\n", b" 400 "),
        ]:
            self.assertIn(status, self.send(raw).split(b"\r\n")[0], raw[:60])
        self.still_stands()

    def test_half_requests_and_silence_cost_nobody_else_anything(self):
        port = self.node.port
        wires = []
        for number in range(60):
            wire = socket.create_connection(("127.0.0.1", port))
            raw = head("POST", "/api/bookings", port,
                       b"Idempotency-Key: k\r\nContent-Length: 400\r\n") + b'{"half":'
            wire.sendall(raw[: 1 + number * 5 % len(raw)])
            wires.append(wire)
        began = time.monotonic()
        self.still_stands()
        self.assertLess(time.monotonic() - began, 5)

        # Each is given its ten seconds, then told, and shut.
        for wire in wires:
            wire.settimeout(SLOW_LIMIT_S + 20)
            try:
                first = wire.recv(4096)
            except ConnectionResetError:
                first = b""
            self.assertTrue(first == b"" or b" 408 " in first.split(b"\r\n")[0], first[:100])
            wire.close()
        self.assertLess(time.monotonic() - began, SLOW_LIMIT_S + 15)
        self.still_stands()

    def test_a_request_that_drips_is_cut_off(self):
        began, out = time.monotonic(), b""
        with socket.create_connection(("127.0.0.1", self.node.port)) as wire:
            wire.settimeout(0.5)
            for byte in head("GET", "/api/health", self.node.port, b"X: " + b"a" * 200 + b"\r\n"):
                try:
                    wire.sendall(bytes([byte]))
                    out = wire.recv(4096)
                    break
                except socket.timeout:
                    continue
                except ConnectionError:
                    break
        self.assertLess(time.monotonic() - began, SLOW_LIMIT_S + 10)
        self.assertTrue(out == b"" or b" 408 " in out.split(b"\r\n")[0], out[:100])
        self.still_stands()

    def test_more_connections_than_there_is_room_for_are_told_so(self):
        wires = [socket.create_connection(("127.0.0.1", self.node.port)) for _ in range(300)]
        time.sleep(0.5)
        for wire in wires:
            wire.close()
        time.sleep(0.5)
        self.still_stands()

    def test_a_post_without_a_key_or_with_a_monstrous_one_is_refused(self):
        for key in (None, "k" * 201):
            answer = self.node.post("/api/walk-ins", {"patient": {}, "service": "x"}, key)
            self.assertEqual(answer.status, 400, answer)

    def test_many_at_once_are_all_answered(self):
        statuses = []

        def ask():
            client = self.node.client()
            for _ in range(20):
                statuses.append(client.get("/api/queue").status)
            client.close()

        threads = [threading.Thread(target=ask) for _ in range(40)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(statuses, [200] * 800)


class Keys(unittest.TestCase):
    """A command is done once, whatever happens between its two sendings."""

    def setUp(self):
        setup, days = clinic()
        self.node = Node(self, setup).serve()
        self.line = next(line for line in days[0].lines if line.action == "book")

    def send(self, body):
        line = self.line
        return self.node.post("/api/bookings", body, line.key, line.device, line.at)

    def test_the_same_key_and_body_get_the_same_answer_also_after_a_restart(self):
        first = self.send(self.line.body)
        again = self.send(self.line.body)
        self.assertEqual(self.node.stop(), 0)
        self.node.serve()
        after = self.send(self.line.body)

        self.assertEqual((first.status, first.repeated), (201, False), first)
        for answer in (again, after):
            self.assertEqual((answer.status, answer.repeated), (201, True), answer)
            self.assertEqual(answer.json(), first.json())

    def test_another_body_under_the_same_key_is_refused_also_after_a_restart(self):
        self.send(self.line.body)
        other = json.loads(json.dumps(self.line.body)) | {"reason": "another one"}
        self.assertEqual(self.send(other).status, 422)
        self.node.kill()
        self.node.serve()

        answer = self.send(other)

        self.assertEqual((answer.status, answer.json()["rule"]), (422, "key_reused"))
        self.assertEqual(self.send(self.line.body).status, 201)

    def test_a_rules_no_stays_a_no_under_its_key(self):
        self.assertEqual(self.send(self.line.body).status, 201)
        second = {**self.line.body, "identifier": "second"}
        first = self.node.post("/api/bookings", second, "second", now=self.line.at)
        again = self.node.post("/api/bookings", second, "second", now=self.line.at)

        self.assertEqual((first.status, again.status), (409, 409))
        self.assertEqual((again.repeated, again.json()), (True, first.json()))
