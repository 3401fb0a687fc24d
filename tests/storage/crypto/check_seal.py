#!/usr/bin/env python3
"""Recomputes what tests/storage/crypto/vectors.cpp prints, without libsodium and without OpenSSL.

BLAKE2b is hashlib's; HChaCha20, ChaCha20, AES and SIV are written out below from RFC 8439, the
XChaCha draft, FIPS 197 and RFC 5297. The standard library alone, so nothing is ever skipped.
Usage: check_seal.py VECTORS_EXECUTABLE
"""
import hashlib
import struct
import subprocess
import sys

MASK = 0xFFFFFFFF


def blake2b(size, person, key, data):
    padded = person.encode().ljust(16)
    return hashlib.blake2b(data, digest_size=size, key=key, person=padded).digest()


# ChaCha20 (RFC 8439) and XChaCha20 (draft-irtf-cfrg-xchacha)

def rotate(value, bits):
    return ((value << bits) | (value >> (32 - bits))) & MASK


def quarter(x, a, b, c, d):
    x[a] = (x[a] + x[b]) & MASK
    x[d] = rotate(x[d] ^ x[a], 16)
    x[c] = (x[c] + x[d]) & MASK
    x[b] = rotate(x[b] ^ x[c], 12)
    x[a] = (x[a] + x[b]) & MASK
    x[d] = rotate(x[d] ^ x[a], 8)
    x[c] = (x[c] + x[d]) & MASK
    x[b] = rotate(x[b] ^ x[c], 7)


def chacha_rounds(state):
    x = list(state)
    for _ in range(10):
        for a, b, c, d in ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
                           (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)):
            quarter(x, a, b, c, d)
    return x


def chacha_state(key, tail):
    return struct.unpack("<4I", b"expand 32-byte k") + struct.unpack("<8I", key) + tail


def xchacha20(key, nonce, data):
    x = chacha_rounds(chacha_state(key, struct.unpack("<4I", nonce[:16])))
    inner = struct.pack("<8I", *x[:4], *x[12:])
    out = bytearray()
    for start in range(0, len(data), 64):
        counter = start // 64
        words = (counter & MASK, counter >> 32) + struct.unpack("<2I", nonce[16:])
        state = chacha_state(inner, words)
        words = [(a + b) & MASK for a, b in zip(chacha_rounds(state), state)]
        out += bytes(a ^ b for a, b in zip(data[start:start + 64], struct.pack("<16I", *words)))
    return bytes(out)


# AES (FIPS 197), encryption only: that is all that SIV needs

def double_in_field(byte):
    return ((byte << 1) ^ 0x1B) & 0xFF if byte & 0x80 else byte << 1


def make_sbox():
    box = [0] * 256
    p = q = 1
    while True:
        p ^= double_in_field(p)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        turned = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4)
        box[p] = (turned ^ 0x63) & 0xFF
        if p == 1:
            break
    box[0] = 0x63
    return box


SBOX = make_sbox()


class Aes:
    def __init__(self, key):
        words = [list(key[i:i + 4]) for i in range(0, len(key), 4)]
        per_key, self.rounds, constant = len(words), len(words) + 6, 1
        for i in range(per_key, 4 * (self.rounds + 1)):
            word = list(words[-1])
            if i % per_key == 0:
                word = [SBOX[b] for b in word[1:] + word[:1]]
                word[0] ^= constant
                constant = double_in_field(constant)
            elif per_key > 6 and i % per_key == 4:
                word = [SBOX[b] for b in word]
            words.append([a ^ b for a, b in zip(words[i - per_key], word)])
        self.keys = [sum(words[4 * r:4 * r + 4], []) for r in range(self.rounds + 1)]

    def encrypt(self, block):
        state = [a ^ b for a, b in zip(block, self.keys[0])]
        for r in range(1, self.rounds + 1):
            state = [SBOX[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
            if r < self.rounds:
                mixed = []
                for column in range(0, 16, 4):
                    c = state[column:column + 4]
                    every = c[0] ^ c[1] ^ c[2] ^ c[3]
                    mixed += [
                        c[i] ^ every ^ double_in_field(c[i] ^ c[(i + 1) % 4]) for i in range(4)
                    ]
                state = mixed
            state = [a ^ b for a, b in zip(state, self.keys[r])]
        return bytes(state)


# SIV (RFC 5297)

def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def double_block(block):
    value = int.from_bytes(block, "big") << 1
    if value >> 128:
        value ^= (1 << 128) | 0x87
    return value.to_bytes(16, "big")


def cmac(aes, message):
    subkey = double_block(aes.encrypt(bytes(16)))
    whole = max(0, (len(message) - 1) // 16) * 16
    last = message[whole:]
    if len(last) == 16:
        last = xor(last, subkey)
    else:
        last = xor((last + b"\x80").ljust(16, b"\0"), double_block(subkey))
    state = bytes(16)
    for start in range(0, whole, 16):
        state = aes.encrypt(xor(state, message[start:start + 16]))
    return aes.encrypt(xor(state, last))


def aes_siv(key, associated, plain):
    mac, cipher = Aes(key[:len(key) // 2]), Aes(key[len(key) // 2:])
    state = cmac(mac, bytes(16))
    for string in associated:
        state = xor(double_block(state), cmac(mac, string))
    if len(plain) >= 16:
        final = plain[:-16] + xor(plain[-16:], state)
    else:
        final = xor(double_block(state), (plain + b"\x80").ljust(16, b"\0"))
    tag = cmac(mac, final)
    counter = int.from_bytes(tag, "big") & ~((1 << 63) | (1 << 31))
    out = bytearray()
    for start in range(0, len(plain), 16):
        block = ((counter + start // 16) % (1 << 128)).to_bytes(16, "big")
        out += xor(plain[start:start + 16], cipher.encrypt(block))
    return tag + bytes(out)


# formats.md

def seal(key, suite, purpose, context, plain):
    keys = blake2b(64, "wayside seal", key, bytes([suite]) + purpose.encode().ljust(15, b"\0"))
    if suite == 2:
        return aes_siv(keys, [context], plain)
    size = 16 if purpose == "value" else 24
    message = struct.pack("<Q", len(context)) + context + plain
    tag = blake2b(size, "wayside seal", keys[:32], message)
    return tag + xchacha20(keys[32:], tag.ljust(24, b"\0"), plain)


def recompute(kind, words):
    if kind == "seal":
        suite, purpose, key, context, plain = words
        opened = bytes.fromhex(plain)
        return seal(bytes.fromhex(key), int(suite), purpose, bytes.fromhex(context), opened)
    raw = [bytes.fromhex(word) for word in words]
    if kind == "key_id":
        return blake2b(32, "wayside key id", raw[0], b"")
    if kind == "id":
        return blake2b(16, "wayside id", b"", raw[0] + raw[1])
    if kind == "chain":
        previous, context, sealed = raw
        framed = struct.pack("<I", len(context)) + context
        return blake2b(32, "wayside chain", b"", previous + framed +
                       struct.pack("<I", len(sealed)) + sealed)
    raise SystemExit(f"a kind of vector that is not known here: {kind}")


def check_this_script():
    """The published vectors first: a wrong check would prove nothing."""
    assert aes_siv(
        bytes.fromhex("fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"),
        [bytes.fromhex("101112131415161718191a1b1c1d1e1f2021222324252627")],
        bytes.fromhex("112233445566778899aabbccddee"),
    ).hex() == "85632d07c6e8f37f950acd320a2ecc9340c02b9690c4dc04daef7f6afe5c", "RFC 5297, A.1"
    block = bytes.fromhex("00112233445566778899aabbccddeeff")
    assert Aes(bytes(range(32))).encrypt(block).hex() == \
        "8ea2b7ca516745bfeafc49904b496089", "FIPS 197, C.3"
    key = bytes(range(32))
    assert seal(key, 1, "entry", b"ctx", b"hello").hex() == \
        "0ae8890b4b3580069e365aafc6c5cc5f1ba7b3aaf67e38dcc1b17684f6", "formats.md, entry"
    assert seal(key, 1, "value", b"ctx", b"hello").hex() == \
        "e3cc69cb513fb120b55abe9df7ce9d39a26d98ddc1", "formats.md, value"


def main():
    check_this_script()
    printed = subprocess.run([sys.argv[1]], check=True, stdout=subprocess.PIPE, text=True).stdout
    seen = {}
    for number, line in enumerate(printed.splitlines(), 1):
        # Fields are parted by one tab, so that an empty one stays.
        kind, *words, answer = line.split("\t")
        if recompute(kind, words).hex() != answer:
            raise SystemExit(f"line {number} is not what this script computes: {line}")
        name = f"{kind} suite {words[0]}" if kind == "seal" else kind
        seen[name] = seen.get(name, 0) + 1
    expected = {"seal suite 1", "seal suite 2", "key_id", "id", "chain"}
    if set(seen) != expected:
        raise SystemExit(f"vectors of {sorted(expected - set(seen))} are missing")
    recomputed = ", ".join(f"{count} {name}" for name, count in sorted(seen.items()))
    print("recomputed independently:", recomputed)


if __name__ == "__main__":
    main()
