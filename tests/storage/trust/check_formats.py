#!/usr/bin/env python3
"""Recomputes the worked examples of storage/trust/formats.md in Python's standard library alone.

What needs elliptic curves (public keys, signatures, the sealed box) is taken from the page; the
published vectors in tests/storage/crypto answer for it.
Usage: check_formats.py FOLDER_OF_CHECK_SEAL FORMATS_MD
"""
import struct
import sys

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from check_seal import blake2b, seal  # noqa: E402  (its folder is an argument)


def text(words):
    return struct.pack("<I", len(words)) + words.encode()


def sized(raw):
    return struct.pack("<I", len(raw)) + raw


def counting(start, count=32):
    return bytes(range(start, start + count))


def key_id(key):
    return blake2b(32, "wayside key id", key, b"")


AUTHORITY = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
SIGNING = bytes.fromhex("29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7")
SEALING = bytes.fromhex("79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a")
SPACE, PATIENT, LOG = counting(0xA0, 16), counting(0xB0, 16), counting(0xD0, 16)
SPACE_KEY, PATIENT_KEY, FILE_KEY = counting(0x60), counting(0xC0), counting(0xE0)
AT = struct.pack("<q", 1767225600000)
REGION = blake2b(16, "wayside region", b"", AUTHORITY)
DEVICE = blake2b(16, "wayside device", b"", REGION + SIGNING + SEALING)


def record_bodies(box):
    generation = SPACE + struct.pack("<I", 1)
    return [
        AUTHORITY + b"\1",
        SIGNING + SEALING + b"\1",
        SPACE + b"\1" + bytes(32),
        generation + key_id(SPACE_KEY),
        generation + DEVICE + box,
    ]


def record_start(number, previous, body):
    return (b"\1" + struct.pack("<Q", number) + previous + AT + bytes([number + 1]) + sized(body))


def row(state, act, wrapped):
    keys = key_id(PATIENT_KEY) + key_id(SPACE_KEY)
    return b"\1\1" + PATIENT + SPACE + keys + bytes([state]) + act + sized(wrapped)


def examples():
    context = b"\1\1" + text("wrap") + SPACE + PATIENT + key_id(SPACE_KEY)
    wrap = seal(SPACE_KEY, 1, "wrap", context, PATIENT_KEY)
    yield "held row", row(0, b"", wrap)
    yield "destroyed row", row(2, LOG + struct.pack("<Q", 7) + AT, b"")
    for suite in (1, 2):
        head = bytes([1, suite])
        context = head + text("value") + SPACE + b"\2" + text("b") + text("") + text("name")
        context += key_id(PATIENT_KEY)
        plain = text("Amina")
        plain += bytes(-len(plain) % 8)
        yield f"value, suite {suite}", head + seal(PATIENT_KEY, suite, "value", context, plain)
    owner = REGION + DEVICE + key_id(FILE_KEY)
    plain = b"\1" + counting(0x20) + counting(0x40) + counting(0)
    secrets = seal(FILE_KEY, 1, "wrap", b"\1\1" + text("secrets") + b"\1" + owner, plain)
    yield "device secrets", b"\1\1\1" + owner + sized(secrets)


def bytes_after(page, start, count):
    at = page.find(start.hex())
    if at < 0:
        return None
    at += 2 * len(start)
    return bytes.fromhex(page[at:at + 2 * count])


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        page = "".join(file.read().split())
    for name, raw in (("region", REGION), ("device", DEVICE), *examples()):
        if raw.hex() not in page:
            raise SystemExit(f"the page's {name} is not {raw.hex()}")
    box = bytes_after(page, SPACE + struct.pack("<I", 1) + DEVICE, 80)
    previous = bytes(32)
    for number, body in enumerate(record_bodies(box)):
        start = record_start(number, previous, body)
        signature = bytes_after(page, start, 64)
        if signature is None:
            raise SystemExit(f"the page's record {number} does not begin with {start.hex()}")
        previous = blake2b(32, "wayside record", b"", start + signature)
    print("recomputed independently: 5 records, 2 rows, 2 values, device secrets")


if __name__ == "__main__":
    main()
