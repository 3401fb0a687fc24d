"""tests/acceptance/node.py: a real node in a folder of its own, and a client of it."""

import http.client
import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

WAYSIDE = os.environ.get("WAYSIDE_EXECUTABLE", "")
# How long anything may take on a busy machine before the test says that it hangs.
PATIENCE_S = 60


def run(*words, timeout=PATIENCE_S, **more):
    """The executable with these words, to its end."""
    return subprocess.run(
        [WAYSIDE, *map(str, words)], capture_output=True, text=True, check=False,
        timeout=timeout, **more,
    )


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Answer:
    def __init__(self, status, fields, body):
        self.status = status
        self.fields = fields
        self.body = body

    def json(self):
        return json.loads(self.body)

    @property
    def repeated(self):
        return self.fields.get("idempotency-replayed") == "true"

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Client:
    """One connection, kept."""

    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)

    def ask(self, method, path, body=None, **fields):
        headers = {name.replace("_", "-"): value for name, value in fields.items() if value}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        if isinstance(body, str):
            body = body.encode("utf-8")
        self.connection.request(method, path, body=body, headers=headers)
        answer = self.connection.getresponse()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, fields, answer.read())

    def get(self, path, device="desk", now=None):
        return self.ask("GET", path, Wayside_Device=device, Wayside_Now=now)

    def post(self, path, body, key, device="desk", now=None):
        return self.ask(
            "POST", path, body, Idempotency_Key=key, Wayside_Device=device, Wayside_Now=now
        )

    def close(self):
        self.connection.close()


class Node:
    """`init` at once; `serve` by `start`. Ends with its test."""

    def __init__(self, test, setup=None, sandbox=True, copy_of=None):
        self.top = tempfile.mkdtemp(prefix="wayside acceptance ")
        self.data = os.path.join(self.top, "node")
        self.process = None
        self.port = None
        self.said = ""
        if test is not None:
            test.addCleanup(self.remove)
        if copy_of:
            shutil.copytree(copy_of, self.data)
            return
        words = ["init", "--data", self.data, "--role", "clinic", "--setup", setup]
        made = run(*words, *(["--sandbox"] if sandbox else []))
        if made.returncode != 0:
            raise AssertionError(f"init: {made.returncode} {made.stderr}")

    def start(self, port=0, wait_s=PATIENCE_S):
        """Returns the exit code if it ended instead of listening, else None."""
        self.log = open(os.path.join(self.top, "log"), "a+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen(
            [WAYSIDE, "serve", "--data", self.data, "--listen", f"127.0.0.1:{port}"],
            stdout=subprocess.PIPE, stderr=self.log, text=True,
        )
        lines = queue.Queue()
        stdout = self.process.stdout
        threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=wait_s)
        except queue.Empty:
            raise AssertionError("serve does not listen: " + self.read_log()) from None
        if not line.startswith("listening http://"):
            return self.process.wait(PATIENCE_S)
        self.port = int(line.rsplit(":", 1)[1])
        return None

    def serve(self, port=0):
        """As `start`, which must succeed."""
        code = self.start(port)
        if code is not None:
            raise AssertionError(f"serve ended with {code}: {self.read_log()}")
        return self

    def read_log(self):
        self.log.flush()
        with open(self.log.name, encoding="utf-8", errors="replace") as file:
            return file.read()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def client(self):
        return Client(self.port)

    def get(self, path, **more):
        client = self.client()
        try:
            return client.get(path, **more)
        finally:
            client.close()

    def post(self, *what, **more):
        client = self.client()
        try:
            return client.post(*what, **more)
        finally:
            client.close()

    def stop(self):
        """SIGTERM; the exit code. Five seconds are the contract's."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(PATIENCE_S)
        self.forget_process()
        return code

    def kill(self):
        self.process.kill()
        self.process.wait(PATIENCE_S)
        self.forget_process()

    def forget_process(self):
        self.process.stdout.close()
        self.log.close()
        self.process = None

    def remove(self):
        if self.process:
            self.kill()
        shutil.rmtree(self.top, ignore_errors=True)

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) * 1024
        raise AssertionError("no VmRSS")

    def processor_s(self):
        """What its process has computed so far, in all its threads."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as stat:
            fields = stat.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def verify(self):
        """(exit code, findings)"""
        done = run("verify", "--data", self.data, "--json")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    def show(self, *what):
        """(exit code, one document a line)"""
        done = run("show", *what, "--data", self.data, "--json")
        return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]

    def digest(self):
        done = run("digest", "--data", self.data)
        return done.stdout if done.returncode == 0 else f"exit {done.returncode}: {done.stderr}"

    def files(self):
        return sorted(os.listdir(self.data))


def replay(node_url, *words, timeout=600):
    """(exit code, the report, what it said)"""
    done = run("replay", *words, "--node", node_url, "--json", timeout=timeout)
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def wait_until(fact, what, patience_s=PATIENCE_S):
    end = time.monotonic() + patience_s
    while not fact():
        if time.monotonic() > end:
            raise AssertionError(f"not within {patience_s} s: {what}")
        time.sleep(0.02)
