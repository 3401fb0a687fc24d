"""tests/acceptance/fault_proxy_test.py: the link is as bad as it was told to be, and no worse."""

import contextlib
import json
import os
import socket
import socketserver
import subprocess
import sys
import threading
import time
import unittest

from fault_proxy import FaultProxy

HERE = os.path.dirname(os.path.abspath(__file__))


class Echo:
    """Sends back what it hears, and keeps it."""

    def __init__(self):
        echo = self
        self.heard = []

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                heard = bytearray()
                echo.heard.append(heard)
                try:
                    while data := self.request.recv(65536):
                        heard.extend(data)
                        self.request.sendall(data)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True

        self.server = Server(("127.0.0.1", 0), Handler)
        self.address = self.server.server_address
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def connect(proxy):
    return socket.create_connection(("127.0.0.1", proxy.port), timeout=10)


def receive(client, count):
    """So many bytes, or what came before the end."""
    data = bytearray()
    try:
        while len(data) < count and (more := client.recv(count - len(data))):
            data.extend(more)
    except ConnectionError:
        pass
    return bytes(data)


def talk(proxy, data):
    """`data` there and back; what came, and the seconds it took."""
    with connect(proxy) as client:
        before = time.monotonic()
        with contextlib.suppress(ConnectionError):  # a cut may come while we still send
            client.sendall(data)
        got = receive(client, len(data))
        return got, time.monotonic() - before


class FaultProxyTest(unittest.TestCase):
    def setUp(self):
        self.echo = self.enterContext(Echo())

    def enterContext(self, manager):  # Python 3.11 has it; 3.9 not
        self.addCleanup(manager.__exit__, None, None, None)
        return manager.__enter__()

    def proxy(self, **faults):
        return self.enterContext(FaultProxy(self.echo.address, **faults))

    def test_without_faults_every_byte_passes_both_ways_and_is_counted(self):
        proxy = self.proxy()
        data = os.urandom(300_000)
        got = bytearray()
        with connect(proxy) as client:
            reader = threading.Thread(target=lambda: got.extend(receive(client, len(data))))
            reader.start()
            client.sendall(data)
            reader.join(10)
            client.shutdown(socket.SHUT_WR)
            self.assertEqual(client.recv(1), b"")
        self.assertEqual(bytes(got), data)
        counts = proxy.counts()
        self.assertEqual((counts["up"], counts["down"], counts["connections"]),
                         (300_000, 300_000, 1))

    def test_a_rate_is_kept_each_way(self):
        got, took = talk(self.proxy(rate=80_000), b"r" * 4_000)
        self.assertEqual(len(got), 4_000)
        self.assertGreater(took, 0.38)
        self.assertLess(took, 3)

    def test_connections_share_the_rate(self):
        proxy = self.proxy(rate=160_000)
        before = time.monotonic()
        threads = [threading.Thread(target=talk, args=(proxy, b"s" * 4_000)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertGreater(time.monotonic() - before, 0.38)

    def test_a_delay_is_paid_each_way_and_to_connect(self):
        proxy = self.proxy(delay=100)
        _, first = talk(proxy, b"d")
        self.assertGreater(first, 0.39)
        with connect(proxy) as client:
            client.sendall(b"a")
            receive(client, 1)
            before = time.monotonic()
            client.sendall(b"b")
            receive(client, 1)
            self.assertGreater(time.monotonic() - before, 0.19)
            self.assertLess(time.monotonic() - before, 2)

    def test_a_slow_link_keeps_little_in_its_buffers(self):
        proxy = self.proxy(rate=8_000)
        with connect(proxy) as client:
            client.settimeout(0.3)
            sent = 0
            with self.assertRaises(TimeoutError):
                while sent < 10_000_000:
                    sent += client.send(b"x" * 4_096)
        self.assertLess(sent, 4_000_000)

    def test_a_cut_at_a_byte_lets_exactly_so_many_through_and_happens_once(self):
        proxy = self.proxy(cut_at=1_000)
        with connect(proxy) as client:
            client.sendall(b"c" * 5_000)
            self.assertEqual(receive(client, 5_000), b"")
        self.assertEqual(len(self.echo.heard[0]), 1_000)
        self.assertEqual(proxy.counts()["cuts"], 1)
        self.assertEqual(talk(proxy, b"again")[0], b"again")

    def test_cuts_come_at_random_on_average_so_often(self):
        proxy = self.proxy(cut_every=0.05)
        end = time.monotonic() + 2
        lives = 0
        while time.monotonic() < end:
            with connect(proxy) as client:
                receive(client, 1)
                lives += 1
        self.assertGreater(lives, 10)
        proxy.set(cut_every=None)
        self.assertEqual(talk(proxy, b"calm")[0], b"calm")

    def test_after_a_cut_nobody_may_listen_for_a_while(self):
        proxy = self.proxy(cut_every=0.05, down_for=0.2)
        refused = 0
        end = time.monotonic() + 1
        while time.monotonic() < end:
            try:
                with connect(proxy) as client:
                    receive(client, 1)
            except ConnectionRefusedError:
                refused += 1
                time.sleep(0.01)
        self.assertGreater(refused, 5)

    def test_a_half_open_connection_stands_and_stays_deaf_and_the_next_one_is_well(self):
        proxy = self.proxy()
        with connect(proxy) as client:
            client.sendall(b"one")
            self.assertEqual(receive(client, 3), b"one")
            proxy.set(swallow=True)
            client.sendall(b"two")
            client.settimeout(0.3)
            with self.assertRaises(TimeoutError):
                client.recv(1)
            proxy.set(swallow=False)
            client.sendall(b"three")
            with self.assertRaises(TimeoutError):
                client.recv(1)
        self.assertEqual(proxy.counts()["swallowed"], 8)
        self.assertEqual(talk(proxy, b"four")[0], b"four")

    def test_a_stall_delays_and_loses_nothing(self):
        proxy = self.proxy()
        with connect(proxy) as client:
            client.sendall(b"a")
            receive(client, 1)
            proxy.stall(0.4)
            before = time.monotonic()
            client.sendall(b"b")
            self.assertEqual(receive(client, 1), b"b")
            self.assertGreater(time.monotonic() - before, 0.35)

    def test_flipped_bits_are_as_many_as_counted_and_the_same_for_one_seed(self):
        heard = []
        for seed in (3, 3, 4):
            proxy = self.proxy(seed=seed, corrupt_every=500)
            talk(proxy, bytes(10_000))
            self.enterContext(proxy)
            heard.append(bytes(self.echo.heard[-1]))
            self.assertGreater(sum(byte != 0 for byte in heard[-1]), 5)
            self.assertGreater(proxy.counts()["corrupted"], 10)
        self.assertEqual(heard[0], heard[1])
        self.assertNotEqual(heard[0], heard[2])
        proxy = self.proxy()
        proxy.corrupt()
        got, _ = talk(proxy, bytes(10))
        self.assertEqual(len(got), 10)
        self.assertEqual(proxy.counts()["corrupted"], 2)

    def test_down_resets_and_refuses_and_up_listens_on_the_same_port(self):
        proxy = self.proxy()
        port = proxy.port
        with connect(proxy) as client:
            client.sendall(b"x")
            receive(client, 1)
            proxy.down()
            self.assertEqual(receive(client, 1), b"")
        with self.assertRaises(ConnectionRefusedError):
            connect(proxy)
        proxy.up()
        self.assertEqual(proxy.port, port)
        self.assertEqual(talk(proxy, b"back")[0], b"back")

    def test_a_target_that_is_away_resets_who_connects(self):
        with FaultProxy(("127.0.0.1", 1)) as proxy:
            try:
                with connect(proxy) as client:
                    self.assertEqual(receive(client, 1), b"")
            except ConnectionResetError:
                pass  # the reset came before the connection was even reported

    def test_as_a_command_it_obeys_its_input(self):
        host, port = self.echo.address
        with subprocess.Popen(
            [sys.executable, "-B", os.path.join(HERE, "fault_proxy.py"), "127.0.0.1:0",
             f"{host}:{port}", "--seed", "5", "delay=1"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        ) as process:
            def say(line):
                process.stdin.write(line + "\n")
                process.stdin.flush()
                return json.loads(process.stdout.readline())

            own = int(process.stdout.readline().removeprefix("listening 127.0.0.1:"))
            with socket.create_connection(("127.0.0.1", own), timeout=10) as client:
                client.sendall(b"hello")
                self.assertEqual(receive(client, 5), b"hello")
                self.assertEqual(say("counts")["up"], 5)
                self.assertEqual(say("rate=9600 cut-every=off swallow=on")["open"], 1)
                self.assertEqual(say("cut")["cuts"], 1)
                self.assertEqual(receive(client, 1), b"")
            self.assertIn("error", say("nonsense"))
            self.assertIn("error", say("speed=1"))
            self.assertIn("error", say("stall"))
            process.terminate()
            self.assertEqual(process.wait(timeout=10), 0)


if __name__ == "__main__":
    unittest.main()
