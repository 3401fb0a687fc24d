"""tests/acceptance/days.py: clinic days to play: those of WAYSIDE_SHARED, else made-up ones.

A day file is read here a second time, apart from `wayside replay`: what a line asks for, the key it
carries, what the day comes to. WAYSIDE_MAKE_DAY and WAYSIDE_DEMO_SETUP name the demo's generator
and its clinic.
"""

import hashlib
import json
import os
import re
import subprocess
import tempfile

SHARED = os.path.join(os.environ.get("WAYSIDE_SHARED", ""), "benchmarks/clinic-day")
HAS_SHARED = os.path.exists(os.path.join(SHARED, "clinic.json"))
ENDS = {"finish": "done", "cancel": "cancelled", "no-show": "no_show", "leave": "left"}
COUNTS = ("visits", "booked", "region", "walk_ins", "done", "cancelled", "no_show", "left",
          "tickets")
SHORTEST_WORD = 5


class Line:
    def __init__(self, name, number, text):
        fields = json.loads(text)
        self.number = number
        self.text = text
        self.at = fields.pop("at")
        self.device = fields.pop("device")
        self.action = fields.pop("action")
        self.appointment = fields.pop("appointment", None)
        self.subject = fields.pop("practitioner") if self.action == "practitioner" else None
        self.body = fields
        if self.action in ("book", "walk-in"):
            self.body["identifier"] = self.appointment
        self.key = key_of(name, number, text)

    def path(self, visits):
        """`visits`: the node's ids by appointment."""
        if self.action == "book":
            return "/api/bookings"
        if self.action == "walk-in":
            return "/api/walk-ins"
        if self.subject:
            return f"/api/practitioners/{self.subject}/state"
        return f"/api/visits/{visits[self.appointment]}/{self.action}"


def key_of(name, number, text):
    """As cli/replay/line.hpp says, with another BLAKE2b."""
    sized = [len(part).to_bytes(4, "little") + part for part in (name.encode(), text.encode())]
    whole = sized[0] + number.to_bytes(8, "little") + sized[1]
    return hashlib.blake2b(whole, digest_size=32, person=b"wayside replay  ").hexdigest()


class Day:
    def __init__(self, file):
        self.file = file
        self.name = os.path.basename(file)
        self.date = self.name[len("day-"):-len(".jsonl")]
        with open(file, encoding="utf-8", newline="\n") as lines:
            texts = lines.read().splitlines()
        self.lines = [Line(self.name, number, text) for number, text in enumerate(texts, 1)]

    def totals(self):
        """The README's rule: a visit's status is that of its last ending line."""
        out = dict.fromkeys(COUNTS, 0)
        last = {}
        for line in self.lines:
            out["booked"] += line.action == "book"
            out["region"] += line.body.get("channel") == "region"
            out["walk_ins"] += line.action == "walk-in"
            out["tickets"] += line.action == "check-in"
            if line.action in ENDS:
                last[line.appointment] = ENDS[line.action]
        out["visits"] = out["booked"] + out["walk_ins"]
        for status in last.values():
            out[status] += 1
        return out


def summed(totals):
    totals = list(totals)
    return {name: sum(each[name] for each in totals) for name in COUNTS}


def readme_table():
    """{date or "all": totals} as the data's README states them."""
    with open(os.path.join(SHARED, "README.md"), encoding="utf-8") as readme:
        text = readme.read()
    out = {}
    row = re.compile(r"^\| (\d{4}-\d\d-\d\d|all) \| ([\d,]+) \| (\d+) \| (\d+) \((\d+)\) \|"
                     + r" (\d+) \|" * 6, re.M)
    for match in row.finditer(text):
        day, _, *numbers = match.groups()
        out[day] = dict(zip(COUNTS, map(int, numbers)))
    return out


def _made_up():
    setup = os.environ["WAYSIDE_DEMO_SETUP"]
    folder = tempfile.mkdtemp(prefix="wayside days ")
    files, after = [], "2026-03-01"
    for _ in range(5):
        made = subprocess.run(
            [os.environ["WAYSIDE_MAKE_DAY"], setup, after, folder],
            capture_output=True, text=True, check=True,
        )
        files.append(made.stdout.strip())
        after = Day(files[-1]).date
    return setup, [Day(file) for file in files]


def _shared():
    files = sorted(name for name in os.listdir(SHARED) if name.endswith(".jsonl"))
    return os.path.join(SHARED, "clinic.json"), [Day(os.path.join(SHARED, f)) for f in files]


_FOUND = None


def clinic():
    """(the set-up's file, its days in order)"""
    global _FOUND
    if _FOUND is None:
        _FOUND = _shared() if HAS_SHARED else _made_up()
    return _FOUND


def read_setup():
    with open(clinic()[0], encoding="utf-8") as file:
        return json.load(file)


def words_of(patient):
    """What is a person's own: the name, each part of it, birth date, phone with and without '+'."""
    name = patient.get("name", "")
    phone = patient.get("phone", "")
    return {name, *name.split(), patient.get("birth_date", ""), phone, phone.lstrip("+")}


def patient_words(days):
    """Every word about a patient in the files, in lower case: names, birth dates, phones, reasons,
    notes. Left out are words under five letters, which any database holds by chance, and words
    that the set-up says itself (a service's name may be a reason too): they name nobody."""
    said_by_setup = json.dumps(read_setup(), ensure_ascii=False).lower()
    words = set()
    for day in days:
        for line in day.lines:
            words |= words_of(line.body.get("patient", {}))
            words |= {line.body.get("reason", ""), line.body.get("text", "")}
    lower = {word.lower() for word in words}
    return {w for w in lower if len(w) >= SHORTEST_WORD and w not in said_by_setup}


def found_in(folder, words):
    """{(file, word)} for the words that stand in a file's bytes below `folder`, in any case."""
    encoded = [word.encode("utf-8") for word in words]
    out = set()
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                with open(os.path.join(root, name), "rb") as file:
                    content = file.read().lower()
            except FileNotFoundError:  # SQLite's own, gone meanwhile
                continue
            out |= {(name, word.decode()) for word in encoded if word in content}
    return out
