#!/usr/bin/env python3
"""Recomputes the worked examples of storage/trust/formats.md in Python's standard library alone.

What needs elliptic curves (public keys, signatures, the sealed box) is taken from the page; the
published vectors in tests/storage/crypto answer for it.
Usage: check_formats.py FOLDER_OF_CHECK_SEAL FORMATS_MD
"""
import base64
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
HUB_SIGNING = bytes.fromhex("7776e870b93354f2a0b24c23f2a36cc4e80e223218c1b97926fdd018396a2b9b")
HUB_SEALING = bytes.fromhex("34e42d4af5ef94a07a3a84201b889d4cd1a743cb27b11b6a10438a8feb8e5847")
SPACE, PATIENT, LOG = counting(0xA0, 16), counting(0xB0, 16), counting(0xD0, 16)
AUDIT, INVITATION, SOME_HASH = counting(0x90, 16), counting(0xF0, 16), counting(0x10)
AUDIT_KEY = counting(0x70)
SPACE_KEY, PATIENT_KEY, FILE_KEY = counting(0x60), counting(0xC0), counting(0xE0)
NEW_YEAR = 1767225600000
AT = struct.pack("<q", NEW_YEAR)
EXPIRES = struct.pack("<q", NEW_YEAR + 7 * 24 * 60 * 60 * 1000)
REGION = blake2b(16, "wayside region", b"", AUTHORITY)
DEVICE = blake2b(16, "wayside device", b"", REGION + SIGNING + SEALING)


def record_bodies(box, first_hash):
    """Of kinds 1 to 8, in their order; `first_hash` is of record 0, which the last one names."""
    generation = SPACE + struct.pack("<I", 1)
    mark = SPACE + LOG + struct.pack("<Q", 7) + SOME_HASH
    return [
        AUTHORITY + b"\1",
        SIGNING + SEALING + b"\1",
        SPACE + b"\1" + bytes(32),
        generation + key_id(SPACE_KEY),
        generation + DEVICE + box,
        INVITATION + text("north") + SPACE + DEVICE,
        DEVICE + struct.pack("<I", 1) + mark,
        struct.pack("<Q", 0) + first_hash + SOME_HASH,
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


def check_records(page):
    """The record's bytes, in order."""
    box = bytes_after(page, SPACE + struct.pack("<I", 1) + DEVICE, 80)
    records, previous, first_hash = [], bytes(32), bytes(32)
    for number in range(8):
        start = record_start(number, previous, record_bodies(box, first_hash)[number])
        signature = bytes_after(page, start, 64)
        if signature is None:
            raise SystemExit(f"the page's record {number} does not begin with {start.hex()}")
        records.append(start + signature)
        previous = blake2b(32, "wayside record", b"", records[-1])
        first_hash = first_hash if number else previous
    return records


def check_invitation(page, founding):
    start = b"\1" + INVITATION + text("north") + EXPIRES + sized(founding)
    start += HUB_SIGNING + HUB_SEALING
    signature = bytes_after(page, start, 64)
    if signature is None:
        raise SystemExit(f"the page's invitation does not begin with {start.hex()}")
    letters = base64.b32encode(start + signature).decode().lower().rstrip("=")
    if "waysideinvitation1" + letters not in page:
        raise SystemExit(f"the invitation's text on the page is not {letters}")
    return start + signature


def check_proposal(page, invitation):
    start = b"\x81" + sized(invitation) + SIGNING + SEALING
    for space, key in ((SPACE, SPACE_KEY), (AUDIT, AUDIT_KEY)):
        start += space + key_id(key)
        # Sealed boxes are elliptic curves' work: as the page has them.
        boxes = bytes_after(page, start, 160)
        if boxes is None:
            raise SystemExit(f"the page's proposal does not begin with {start.hex()}")
        start += boxes
    if bytes_after(page, start, 64) is None:
        raise SystemExit("the page's proposal has no signature")


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        page = "".join(file.read().split())
    for name, raw in (("region", REGION), ("device", DEVICE), *examples()):
        if raw.hex() not in page:
            raise SystemExit(f"the page's {name} is not {raw.hex()}")
    records = check_records(page)
    check_proposal(page, check_invitation(page, records[0]))
    print("recomputed independently: 8 records, 2 rows, 2 values, device secrets, "
          "invitation, proposal")


if __name__ == "__main__":
    main()
