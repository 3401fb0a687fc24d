"""tests/acceptance/hub.py: a real hub, and clinics that were invited to its region."""

import os
import queue
import socket
import subprocess
import tempfile
import threading

from days import clinic as clinic_days
from node import PATIENCE_S, WAYSIDE, Node, run, wait_until


class Member(Node):
    """What hub and clinic share: the folder, the process, and two addresses where it is a hub."""

    def start(self, port=0, wait_s=PATIENCE_S, flags=()):
        self.log = open(os.path.join(self.top, "log"), "a+", encoding="utf-8", errors="replace")
        words = [WAYSIDE, "serve", "--data", self.data, "--listen", f"127.0.0.1:{port}"]
        self.process = subprocess.Popen(
            [*words, *flags], stdout=subprocess.PIPE, stderr=self.log, text=True,
        )
        lines = queue.Queue()
        stdout = self.process.stdout

        def read():
            for line in stdout:
                lines.put(line)
            lines.put("")

        threading.Thread(target=read, daemon=True).start()
        for word in self.awaited:
            try:
                line = lines.get(timeout=wait_s)
            except queue.Empty:
                raise AssertionError("serve does not listen: " + self.read_log()) from None
            if not line.startswith(word):
                return self.process.wait(PATIENCE_S)
            self.heard(word, int(line.rsplit(":", 1)[1]))
        return None

    awaited = ("listening http://",)

    def heard(self, _, port):
        self.port = port

    def sync(self):
        return self.get("/api/sync").json()

    def totals(self, date, clinic=None):
        query = f"?clinic={clinic}" if clinic else ""
        return self.get(f"/api/days/{date}/totals{query}").json()


class Hub(Member):
    awaited = ("listening http://", "sync ")

    def __init__(self, test, region="Kusini"):
        self.top = tempfile.mkdtemp(prefix="wayside hub ")
        self.data = os.path.join(self.top, "hub")
        self.process = None
        self.port = None
        self.sync_port = None
        test.addCleanup(self.remove)
        made = run("init", "--data", self.data, "--role", "hub", "--region", region, "--sandbox")
        if made.returncode != 0:
            raise AssertionError(f"init: {made.returncode} {made.stderr}")

    def heard(self, word, port):
        if word == "sync ":
            self.sync_port = port
        else:
            self.port = port

    def serve(self, port=0, sync=0):
        code = self.start(port, flags=("--sync", f"127.0.0.1:{sync}"))
        if code is not None:
            raise AssertionError(f"serve ended with {code}: {self.read_log()}")
        return self

    def again(self):
        """At the addresses of before, so that its clinics find it."""
        return self.serve(self.port, self.sync_port)

    def invite(self, clinic):
        done = run("invite", "--data", self.data, "--clinic", clinic)
        if done.returncode != 0:
            raise AssertionError(f"invite: {done.returncode} {done.stderr}")
        return done.stdout

    def row(self, clinic):
        rows = [row for row in self.sync()["clinics"] if row["clinic"] == clinic]
        return rows[0] if rows else None

    def wait_for(self, clinic, fact):
        wait_until(lambda: (row := self.row(clinic)) and fact(row), f"{clinic} at the hub")


class Clinic(Member):
    """Without an invitation it begins alone, in a region of its own."""

    def __init__(self, test, invitation=None):
        self.top = tempfile.mkdtemp(prefix="wayside clinic ")
        self.data = os.path.join(self.top, "clinic")
        self.process = None
        self.port = None
        test.addCleanup(self.remove)
        words = []
        if invitation:
            file = os.path.join(self.top, "invitation")
            with open(file, "w", encoding="ascii") as out:
                out.write(invitation)
            words = ["--invite", file]
        made = run("init", "--data", self.data, "--role", "clinic", "--setup", clinic_days()[0],
                   "--sandbox", *words)
        if made.returncode != 0:
            raise AssertionError(f"init: {made.returncode} {made.stderr}")

    def serve(self, port=0, hub=None):
        """`hub`: a Hub, or the port of a proxy before one."""
        where = hub.sync_port if isinstance(hub, Hub) else hub
        flags = ("--hub", f"127.0.0.1:{where}") if where else ()
        code = self.start(port, flags=flags)
        if code is not None:
            raise AssertionError(f"serve ended with {code}: {self.read_log()}")
        return self

    def wait_green(self, patience_s=PATIENCE_S):
        """Until the hub has receipted all that was answered here."""
        def is_green():
            told = self.sync()
            return told["light"] == "green" and told["receipt"]
        wait_until(is_green, "the light is green", patience_s)

    def error_rule(self):
        return self.sync().get("link", {}).get("error", {}).get("rule")


class Tap:
    """A relay before a port that keeps what crosses, both ways together."""

    def __init__(self, target):
        self.target = target
        self.pieces = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        while True:
            try:
                near, _ = self.server.accept()
            except OSError:
                return
            far = socket.create_connection(("127.0.0.1", self.target))
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._copy, args=(source, sink), daemon=True).start()

    def _copy(self, source, sink):
        try:
            while piece := source.recv(65536):
                self.pieces.append(piece)
                sink.sendall(piece)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def kept(self):
        return b"".join(self.pieces)

    def close(self):
        self.server.close()


__all__ = ["Clinic", "Hub", "Tap"]
