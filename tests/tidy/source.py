"""tests/tidy/source.py: a tree of files, and C++ as text without its comments and strings."""

import os
import re
import subprocess
from dataclasses import dataclass, field
from functools import cached_property

SKIPPED_FOLDERS = {".git", "build", "node_modules", "target", "__pycache__"}

TOKEN = re.compile(
    r'R"(?P<mark>[^()\\\s]{0,16})\((?:.|\n)*?\)(?P=mark)"'
    r'|"(?:\\(?:.|\n)|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.[^'\n]*|[^'\\\n])'"
    r"|//[^\n]*"
    r"|/\*(?:.|\n)*?\*/"
)


def blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def without_comments(text: str) -> str:
    """Comments become blanks; every line keeps its number."""
    return TOKEN.sub(lambda m: blank(m[0]) if m[0][:2] in ("//", "/*") else m[0], text)


def without_comments_and_strings(text: str) -> str:
    """Comments and literals become blanks; every line keeps its number."""
    return TOKEN.sub(lambda m: blank(m[0]), text)


@dataclass
class File:
    path: str
    text: str

    @cached_property
    def lines(self) -> list:
        return self.text.split("\n")

    @cached_property
    def commentless(self) -> str:
        return without_comments(self.text)

    @cached_property
    def bare(self) -> str:
        return without_comments_and_strings(self.text)

    @property
    def folder(self) -> str:
        return os.path.dirname(self.path)

    def is_cpp(self) -> bool:
        return self.path.endswith((".cpp", ".hpp"))

    def is_product(self) -> bool:
        return self.path.split("/")[0] in ("cli", "node", "sync", "storage", "solver")

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1


@dataclass
class Tree:
    root: str
    files: list = field(default_factory=list)
    top_level: list = field(default_factory=list)

    def cpp(self) -> list:
        return [f for f in self.files if f.is_cpp()]


def _paths(root: str) -> list:
    git = subprocess.run(
        ["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True,
        check=False,
    ) if os.path.exists(os.path.join(root, ".git")) else None
    if git is not None and git.returncode == 0:
        return sorted(p for p in git.stdout.decode().split("\0") if p)
    found = []
    for folder, names, files in os.walk(root):
        names[:] = [n for n in names if n not in SKIPPED_FOLDERS]
        found += [os.path.relpath(os.path.join(folder, f), root) for f in files]
    return sorted(found)


def read_tree(root: str) -> Tree:
    """Every text file that git tracks or would; without git, every one outside build folders."""
    tree = Tree(root)
    for path in _paths(root):
        full = os.path.join(root, path)
        if os.path.lexists(full):
            tree.top_level.append(path.split("/")[0])
        if os.path.islink(full) or not os.path.isfile(full):
            continue
        try:
            with open(full, encoding="utf-8") as file:
                tree.files.append(File(path, file.read()))
        except UnicodeDecodeError:
            continue
    tree.top_level = sorted(set(tree.top_level))
    return tree
