"""tests/tidy/finding.py: what a rule found, and where."""

from typing import NamedTuple


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.message}"
