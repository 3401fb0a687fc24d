"""tests/tidy/rules_build.py: target = folder, and FLOOR says what the table says."""

import os
import re

from finding import Finding
from floors import FLOORS, module_of, target_of

LIBRARY = re.compile(r"^[ \t]*wayside_library\(\s*(?P<name>\S+)(?P<rest>[^)]*)\)", re.M)


def targets(tree):
    for file in tree.files:
        if os.path.basename(file.path) != "CMakeLists.txt" or not file.is_product():
            continue
        folder = module_of(file.path)
        text = re.sub(r"#[^\n]*", lambda m: " " * len(m[0]), file.text)
        for match in LIBRARY.finditer(text):
            line = file.line_of(match.start("name"))
            if match["name"] != target_of(file.folder):
                yield Finding(
                    file.path, line, "target",
                    f"{match['name']}: the target of {file.folder} is {target_of(file.folder)}",
                )
            floor = re.search(r"\bFLOOR\s+(\S+)", match["rest"])
            if not folder:
                yield Finding(file.path, line, "folder", "no floor for this folder in floors.py")
            elif not floor or floor[1] != str(FLOORS[folder]):
                said = floor[1] if floor else "none"
                yield Finding(
                    file.path, line, "target", f"FLOOR {said}: {folder} is on {FLOORS[folder]}"
                )


RULES = [targets]
