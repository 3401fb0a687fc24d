"""tests/tidy/rules_text.py: what a single file must look like."""

import re

from finding import Finding
from floors import TOP_LEVEL, module_of, namespaces_of

MOST_COLUMNS = 100
MOST_FILE_LINES = 400

WRITTEN_BY_HAND = (".cpp", ".hpp", ".h", ".py", ".rs", ".ts", ".tsx", ".css", ".sql", ".sh")
COMMENTED = WRITTEN_BY_HAND + (".cmake", "CMakeLists.txt", ".service", ".conf", ".toml")

# Put together so that this file does not name them.
LEFT_FOR_LATER = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")

# The role a process plays: clinic box or hub. A clinic's own set-up has a field "clinic", and a
# "clinician" is a person, so only what can mean the process counts.
ROLE = re.compile(
    r'\bRole::(hub|clinic)\b|"hub"|\b(node|process)_?role\b|\b(Node|Process)Role\b'
    r'|\brole(_|\(\))?\s*[!=]=\s*("(hub|clinic)"|\w*::(hub|clinic)\b)'
)
KNOWS_THE_ROLE = ("node/app", "cli")


def is_shell(file):
    return file.text.startswith("#!") and "sh" in file.lines[0]


SCREENS = (".ts", ".tsx", ".css")


def columns(tree):
    """Refused; in the screens' languages, which no formatter of ours lays out, only named."""
    hand = tuple(kind for kind in WRITTEN_BY_HAND if kind not in SCREENS)
    return _long_lines(f for f in tree.files if f.path.endswith(hand) or is_shell(f))


def screen_columns(tree):
    return _long_lines(f for f in tree.files if f.path.endswith(SCREENS))


def _long_lines(files):
    for file in files:
        for number, line in enumerate(file.lines, 1):
            if len(line) > MOST_COLUMNS:
                yield Finding(
                    file.path, number, "columns", f"{len(line)} columns, {MOST_COLUMNS} at most"
                )


def left_for_later(tree):
    for file in tree.files:
        if not (file.path.endswith(COMMENTED) or is_shell(file)):
            continue
        for number, line in enumerate(file.lines, 1):
            found = LEFT_FOR_LATER.search(line)
            if found:
                yield Finding(
                    file.path, number, "later", f"{found[0]}: that is an issue, not a comment"
                )


def headers(tree):
    """Line 1 names the header, and it guards itself."""
    for file in tree.cpp():
        if not file.path.endswith(".hpp"):
            continue
        if not file.lines[0].startswith(f"// {file.path}:"):
            yield Finding(
                file.path, 1, "header", f'line 1 begins with "// {file.path}:" and a purpose'
            )
        if not re.search(r"^#pragma once$", file.bare, re.M):
            yield Finding(file.path, 1, "header", "no #pragma once")


def namespaces(tree):
    """Folder = namespace. One that only holds `main`, or includes, needs none."""
    for file in tree.cpp():
        folder = module_of(file.path)
        code = re.sub(r"^[ \t]*#[^\n]*", "", file.bare, flags=re.M)
        if not folder or not code.strip() or re.search(r"\bint main\(", code):
            continue
        # A part of a module (cli/demo) may have a namespace of its own below the module's.
        wanted = namespaces_of(folder) | namespaces_of(file.folder)
        opened = set(re.findall(r"\bnamespace\s+([a-z_0-9:]+)\s*\{", file.bare))
        if not opened & wanted:
            yield Finding(
                file.path, 1, "namespace", f"opens no namespace {' or '.join(sorted(wanted))}"
            )


def role(tree):
    for file in tree.cpp():
        folder = module_of(file.path)
        if not folder or folder in KNOWS_THE_ROLE:
            continue
        for match in ROLE.finditer(file.commentless):
            yield Finding(
                file.path, file.line_of(match.start()), "role",
                f"{match[0]}: the role of a process is known in node/app only",
            )


def top_level(tree):
    for name in tree.top_level:
        if name not in TOP_LEVEL:
            yield Finding(name, 1, "top-level", "not an entry of the top level (floors.py)")


def long_files(tree):
    """Not refused, only named: a second concept may have moved in."""
    for file in tree.files:
        length = len(file.lines) - 1
        if length > MOST_FILE_LINES and file.path.endswith(WRITTEN_BY_HAND):
            yield Finding(
                file.path, length, "long-file",
                f"{length} lines: past {MOST_FILE_LINES}, ask which second concept moved in",
            )


RULES = [columns, left_for_later, headers, namespaces, role, top_level]
WARNINGS = [screen_columns, long_files]
