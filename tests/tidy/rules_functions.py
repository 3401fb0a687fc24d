"""tests/tidy/rules_functions.py: no C++ function longer than a screen.

Not a parser: it follows braces. A brace at namespace or class level opens a function if the words
before it hold a parameter list. clang-tidy's readability-function-size says the same slowly.
"""

import re

from finding import Finding
from source import blank

MOST_FUNCTION_LINES = 70

TRANSPARENT = re.compile(
    r"^(?:inline\s+)?namespace\b|^extern\s+\" *\"|^extern\s*$|^TEST_SUITE\b"
    r"|^(?:\[\[.*?\]\]\s*)?(?:typedef\s+)?(?:class|struct|union)\b"
)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.M)
TEMPLATE = re.compile(r"^template\s*<")
ACCESS = re.compile(r"^(?:public|private|protected)\s*:\s*")


def _without_template(head):
    """`head` without its leading template<...> and access labels."""
    while True:
        access = ACCESS.match(head)
        if access:
            head = head[access.end():]
            continue
        if not TEMPLATE.match(head):
            return head
        depth = 0
        for at, char in enumerate(head):
            depth += (char == "<") - (char == ">")
            if depth == 0 and char == ">":
                head = head[at + 1:].lstrip()
                break
        else:
            return head


def _closing(code, at):
    """Where the brace that opens at `at` closes; the end of the text if it does not."""
    depth = 0
    for brace in re.compile(r"[{}]").finditer(code, at):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start()
    return len(code)


def functions(file):
    """(first line, last line, head) of each function body's declaration and body."""
    code = DIRECTIVE.sub(lambda m: blank(m[0]), file.bare)
    begin, at = 0, 0
    stop = re.compile(r"[;{}]")
    while True:
        mark = stop.search(code, at)
        if not mark:
            return
        at = mark.end()
        if mark[0] != "{":
            begin = at
            continue
        head = _without_template(code[begin:mark.start()].strip())
        if TRANSPARENT.match(head):
            begin = at
            continue
        close = _closing(code, mark.start())
        if "(" in head:
            first = begin + len(code[begin:]) - len(code[begin:].lstrip())
            yield file.line_of(first), file.line_of(close), " ".join(head.split())
        at = close + 1
        # A member initialiser with braces, `: rest_{x} {`, goes on to the body.
        begin = at if "(" not in head or not _goes_on(head, code[at:at + 200]) else begin


def _goes_on(head, rest):
    initialises = re.search(r"\)\s*(?:noexcept\s*)?:(?!:)", head)
    return bool(initialises and re.match(r"\s*[,{]", rest))


def length(tree):
    for file in tree.cpp():
        for first, last, head in functions(file):
            lines = last - first + 1
            if lines > MOST_FUNCTION_LINES:
                yield Finding(
                    file.path, first, "function",
                    f"{lines} lines, {MOST_FUNCTION_LINES} at most: {head[:60]}",
                )


RULES = [length]
