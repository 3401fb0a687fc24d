"""tests/acceptance/strangers_test.py: who is nobody, or of elsewhere, is refused by name and given
nothing."""

import os
import shutil
import socket
import ssl
import struct
import subprocess
import tempfile
import unittest

from hub import Clinic, Hub
from meeting import DAYS, Meeting, play
from node import PATIENCE_S, wait_until

UPGRADE = (b"GET / HTTP/1.1\r\nHost: wayside\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")


def heard_from(stream):
    """Everything until the other end closes; what breaks the stream ends it, too."""
    out = b""
    try:
        while piece := stream.recv(65536):
            out += piece
    except OSError:
        pass
    return out


def web_socket_frame(payload):
    return bytes([0x82, 0x80 | len(payload)]) + bytes(4) + payload


def any_tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Nobody(Meeting):
    def setUp(self):
        super().setUp()
        self.clinic.serve(hub=self.hub)
        play(self, self.clinic, DAYS[0])
        self.clinic.wait_green()

    def knock(self):
        stream = socket.create_connection(("127.0.0.1", self.hub.sync_port), PATIENCE_S)
        self.addCleanup(stream.close)
        return stream

    def assert_nothing_given(self, heard, most):
        self.assertLess(len(heard), most)
        for word in (b"kilima", b"Kusini", b"wayside", self.hub.row("kilima")["device"].encode()):
            self.assertNotIn(word, heard)
        self.assertEqual(self.clinic.sync()["link"]["state"], "connected")

    def test_a_plain_client_hears_no_more_than_that_this_is_tls(self):
        for said in (b"hello\r\n\r\n", UPGRADE, b"\x00" * 300):
            stream = self.knock()
            stream.sendall(said)
            self.assert_nothing_given(heard_from(stream), 10)

    def test_a_client_without_a_certificate_is_not_let_in(self):
        stream = self.knock()
        heard = b""
        try:
            with any_tls().wrap_socket(stream) as tls:
                tls.sendall(UPGRADE)
                heard = heard_from(tls)
        except ssl.SSLError as refused:
            self.assertIn("certificate", str(refused).lower())
        self.assert_nothing_given(heard, 1)

    @unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificate")
    def test_a_client_that_the_register_does_not_know_hears_a_rule_and_nothing_else(self):
        folder = tempfile.mkdtemp(prefix="wayside nobody ")
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        key, certificate = os.path.join(folder, "key"), os.path.join(folder, "certificate")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=nobody",
             "-keyout", key, "-out", certificate],
            check=True, capture_output=True)
        context = any_tls()
        context.load_cert_chain(certificate, key)
        with context.wrap_socket(self.knock()) as tls:
            tls.sendall(UPGRADE)
            welcome = b""
            while b"\r\n\r\n" not in welcome:
                welcome += tls.recv(4096)
            self.assertIn(b"101", welcome)
            hello = b"not a hello"
            tls.sendall(web_socket_frame(b"\x01" + struct.pack("<I", len(hello)) + hello))
            heard = heard_from(tls)
        self.assertIn(b"frame", heard)  # the rule of its bye
        self.assert_nothing_given(heard, 60)

    def test_a_clinic_of_another_region_is_refused_by_name_and_told_nothing(self):
        stranger = Clinic(self, Hub(self, "Kaskazini").invite("kilima")).serve(hub=self.hub)

        wait_until(stranger.error_rule, "it hears that it is refused")

        self.assertEqual(stranger.error_rule(), "other_region")
        self.assertEqual([row["clinic"] for row in self.hub.sync()["clinics"]], ["kilima"])
        wait_until(lambda: "other_region" in [each["rule"] for each in self.hub.sync()["troubles"]],
                   "the hub names it")


if __name__ == "__main__":
    unittest.main()
