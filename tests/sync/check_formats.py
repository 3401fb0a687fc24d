#!/usr/bin/env python3
"""Recomputes the worked example of sync/FORMAT.md in Python's standard library alone.

What needs elliptic curves (public keys, signatures) is taken from the pages.
Usage: check_formats.py FOLDER_OF_CHECK_SEAL SYNC_FORMAT_MD
"""
import re
import struct
import sys

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from check_seal import blake2b, seal  # noqa: E402  (its folder is an argument)

SIGNING = bytes.fromhex("29acbae141bccaf0b22e1a94d34d0bc7361e526d0bfe12c89794bc9322966dd7")
SEALING = bytes.fromhex("79a631eede1bf9c98f12032cdeadd0e7a079398fc786b88cc846ec89af85a51a")
AUTHORITY = bytes.fromhex("03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8")
SPACE, LOG = bytes(range(0xA0, 0xB0)), bytes(range(0xD0, 0xE0))
KEY = bytes(range(0x60, 0x80))
KEY_ID = blake2b(32, "wayside key id", KEY, b"")
REGION = blake2b(16, "wayside region", b"", AUTHORITY)
DEVICE = blake2b(16, "wayside device", b"", REGION + SIGNING + SEALING)
PATIENT = blake2b(16, "wayside id", b"", LOG + struct.pack("<Q", 2))
REQUEST = blake2b(4, "wayside request", b"", b"tabletk1")
AT_MS = 1767225600000
WORDS = ("call", "", "nurse", "tablet", "", "")
TRUSTED_WITH_PATIENT_AND_REQUEST = 1 | 4 | 8


def text(words):
    return struct.pack("<I", len(words)) + words.encode()


def sized(raw):
    return struct.pack("<I", len(raw)) + raw


def leb(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes(out + bytes([number]))


def zigzag(number):
    return leb(2 * number if number >= 0 else -2 * number - 1)


def plaintext():
    command, person, role, screen, reason, remark = map(text, WORDS)
    return (b"\1" + struct.pack("<qIB", AT_MS, 1, TRUSTED_WITH_PATIENT_AND_REQUEST) + command
            + person + role + screen + PATIENT + reason + REQUEST + remark + struct.pack("<H", 0))


def raw_frame(content):
    """A zstd frame (RFC 8878) of one block that is stored as it is."""
    block = (len(content) << 3 | 1).to_bytes(3, "little")
    return bytes.fromhex("28b52ffd20") + bytes([len(content)]) + block + content


def body():
    record = bytes([TRUSTED_WITH_PATIENT_AND_REQUEST])
    record += b"".join(leb(len(word)) + word.encode() for word in WORDS) + leb(0)
    by_number = leb(1)
    streams = [leb(0), leb(len(record)) + record, zigzag(AT_MS), zigzag(1), by_number, zigzag(2)]
    content = leb(len(streams)) + b"".join(leb(len(each)) for each in streams) + b"".join(streams)
    return b"\1" + leb(len(REQUEST)) + REQUEST + raw_frame(content)


def header(opened_bytes):
    out = b"\1\1\0\0" + REGION + SPACE + DEVICE + LOG + struct.pack("<QH", 5, 0)
    out += b"\4" + bytes(31) + b"\5" + bytes(31)
    out += struct.pack("<H", 1) + b"\1" + KEY_ID + struct.pack("<H", 1) + b"\0"
    return out + struct.pack("<I", opened_bytes) + struct.pack("<HH", 0, 0)


def package():
    head = header(len(plaintext()))
    context = b"\1\1" + text("package") + sized(head)
    return head + sized(seal(KEY, 1, "package", context, body()))


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        page = file.read()
    blocks = {name: bytes.fromhex("".join(lines.split()))
              for name, lines in re.findall(r"```text (\w+)\n([^`]*)```", page)}
    signatures = 2 * 64
    for name, raw in (("plaintext", plaintext()), ("body", body())):
        if blocks[name] != raw:
            raise SystemExit(f"the page's {name} is not {raw.hex()}")
    if blocks["package"][:-signatures] != package():
        raise SystemExit(f"the page's package does not begin with {package().hex()}")
    print("recomputed independently: an entry, its body, its package but for two signatures")


if __name__ == "__main__":
    main()
