"""tests/tidy/rules_includes.py: who may include what."""

import re

from finding import Finding
from floors import FLOORS, LIBRARIES, ONE_PLACE, PRODUCT, may_use, module_of

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?P<open>["<])(?P<name>[^">\n]+)[">]', re.M)

# What storage/base may take from the system besides the standard library.
SYSTEM = re.compile(r"sys/[a-z]+\.h|unistd\.h|fcntl\.h|pthread\.h|signal\.h|time\.h")


def includes(file):
    """(line, name, quoted) of each include outside comments."""
    for match in INCLUDE.finditer(file.commentless):
        yield file.line_of(match.start("open")), match["name"], match["open"] == '"'


def floors(tree):
    """Lower floors only, never a neighbour; product code never includes a test."""
    for file in tree.cpp():
        if not file.is_product():
            continue
        user = module_of(file.path)
        if not user:
            yield Finding(file.path, 1, "folder", "no floor for this folder in floors.py")
            continue
        for line, name, quoted in includes(file):
            if not quoted:
                continue
            used = module_of(name)
            if not used:
                yield from _unknown(file, line, name)
            elif not may_use(user, used):
                what = "a neighbour" if FLOORS[used] == FLOORS[user] else "upward"
                yield Finding(
                    file.path, line, "floor",
                    f"{user} (floor {FLOORS[user]}) includes {name} of {used} "
                    f"(floor {FLOORS[used]}): {what}",
                )


def _unknown(file, line, name):
    if name.startswith("tests/"):
        yield Finding(file.path, line, "floor", f"product code includes a test: {name}")
    elif name.split("/")[0] not in PRODUCT or "/" not in name:
        yield Finding(
            file.path, line, "include-path",
            f'"{name}": include ours by its path from the root, others with <>',
        )


def libraries(tree):
    """A C or heavy library has one includer. Tests may look behind it."""
    seen = {}
    for file in tree.files:
        if not file.is_product() or not file.path.endswith((".cpp", ".hpp", ".h")):
            continue
        user = module_of(file.path)
        for line, name, _ in includes(file):
            for pattern, library, owners in LIBRARIES:
                if re.fullmatch(pattern + r".*", name) and user not in owners:
                    yield Finding(
                        file.path, line, "library",
                        f"{library} belongs to {' and '.join(owners)}: {name}",
                    )
            for pattern, library in ONE_PLACE:
                if re.match(pattern, name):
                    first = seen.setdefault(library, user)
                    if first != user:
                        yield Finding(
                            file.path, line, "library",
                            f"{library} has one includer already, {first}: {name}",
                        )


def beast(tree):
    """One source file includes each part of Beast (http, websocket); a header never does."""
    owners = {}
    for file in tree.cpp():
        if not file.is_product():
            continue
        for line, name, _ in includes(file):
            if not name.startswith("boost/beast"):
                continue
            if file.path.endswith(".hpp"):
                yield Finding(file.path, line, "beast", "a header shows Beast to all its readers")
                continue
            part = name.removesuffix(".hpp").split("/")[2:3]
            owner = owners.setdefault("".join(part), file.path)
            if owner != file.path:
                yield Finding(file.path, line, "beast", f"{name} has one includer, {owner}")


def ground_floor(tree):
    """storage/base and solver stand on the standard library (and base on the system)."""
    for file in tree.cpp():
        folder = module_of(file.path)
        is_solver = folder.startswith("solver/")
        if folder != "storage/base" and not is_solver:
            continue
        for line, name, quoted in includes(file):
            foreign = not quoted and ("/" in name or "." in name)
            if foreign and not (folder == "storage/base" and SYSTEM.fullmatch(name)):
                yield Finding(
                    file.path, line, "ground", f"{folder} uses the standard library only: <{name}>"
                )
            if quoted and is_solver and not name.startswith("solver/"):
                yield Finding(file.path, line, "ground", f"solver includes only itself: {name}")


RULES = [floors, libraries, beast, ground_floor]
