"""tests/acceptance/stand_in.py: something that answers as it was told to, in a node's place."""

import http.server
import tempfile
import threading
import time


class StandIn:
    """`statuses`: one a request in order; None hangs up without a word. Then it is gone."""

    def __init__(self, statuses):
        self.left = list(statuses)
        self.asked = []
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = self.temporary.name
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["Content-Length"]))
                stand_in.asked.append({
                    "path": self.path, "key": self.headers["Idempotency-Key"],
                    "now": self.headers["Wayside-Now"], "device": self.headers["Wayside-Device"],
                    "heard": time.monotonic(),
                })
                status = stand_in.left.pop(0) if stand_in.left else None
                self.close_connection = status is None
                if status is None:
                    return
                body = b"{}"
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                if status in (429, 503):
                    self.send_header("Retry-After", "1")
                self.end_headers()
                self.wfile.write(body)
                if not stand_in.left:
                    threading.Thread(target=stand_in.close).start()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        self.temporary.cleanup()
