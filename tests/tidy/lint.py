#!/usr/bin/env python3
"""tests/tidy/lint.py: clang-tidy 19 over the product's sources, with the checks of .clang-tidy.

    lint.py BUILD [FOLDER...]     exit 0: nothing found; 1: something found; 2: wrong usage

BUILD is a configured build folder: its compile_commands.json says how each source is compiled. Of
its flags only those that change the meaning are taken; a source must compile by what it includes.

Sources of one folder are judged together, as one that includes them: clang-tidy walks every header
below a source, so alone each costs as much as the whole batch. What two sources of a batch both
name in an unnamed namespace would collide; such sources go to different batches, and a batch that
does not compile is halved. A batch that was found clean is remembered in BUILD/lint by the text of
its sources, of all headers of ours below them, of the checks and the flags.
"""

import concurrent.futures
import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import threading

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FOLDERS = ("cli", "node", "solver", "storage", "sync")
CLANG_TIDY = "clang-tidy-19"
LARGEST_BATCH = 12
MEANING = re.compile(r"-(D|U|I|isystem|std=)")
INCLUDED = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
UNNAMED = re.compile(r"^namespace \{\n(.*?)^\}  // namespace$", re.M | re.S)
# A declaration begins in the first column, as clang-format puts it.
DECLARED = (
    re.compile(r"^(?:struct|class|enum class|union) (\w+)|^using (\w+) =", re.M),
    re.compile(r"^(?=\S)[\w:<>,*&\[\]() ]*?[\w>*&\])] [*&]?(\w+) ?(?:\(|\{|=|;|\[)", re.M),
)


def meaning_of(command):
    """The flags that change what a source means, of a line of compile_commands.json."""
    words, flags = shlex.split(command), []
    for place, word in enumerate(words):
        if word == "-isystem":
            flags += [word, words[place + 1]]
        elif MEANING.match(word):
            flags.append(word)
    return tuple(flags)


def unnamed_names(text):
    """What a source declares in unnamed namespaces."""
    inner = "".join(UNNAMED.findall(text))
    found = (match for pattern in DECLARED for match in pattern.finditer(inner))
    return {match[match.lastindex] for match in found}


def batches_of(sources, names):
    """Sources in batches, so that no name stands twice in one; `names` maps each to its names."""
    batches = []
    for source in sources:
        for batch, taken in batches:
            if len(batch) < LARGEST_BATCH and not taken & names[source]:
                batch.append(source)
                taken |= names[source]
                break
        else:
            batches.append(([source], set(names[source])))
    return [batch for batch, _ in batches]


def below(sources, read):
    """The sources and every file of ours that they include, directly or not, in order."""
    known, waiting = set(), list(sources)
    while waiting:
        path = waiting.pop()
        text = None if path in known else read(path)
        if text is not None:
            known.add(path)
            waiting += INCLUDED.findall(text)
    return sorted(known)


def read_ours(path):
    """A file of the tree as text; None where there is none (a header that the build makes)."""
    try:
        with open(os.path.join(TOP, path), encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def product_sources(build, wanted):
    """{(folder, flags): [source, ...]} of the sources below the wanted folders."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    groups = {}
    for entry in entries:
        source = os.path.relpath(entry["file"], TOP)
        folder = os.path.dirname(source)
        ours = any(f"{folder}/".startswith(f"{each}/") for each in wanted)
        if ours and source.endswith(".cpp"):
            groups.setdefault((folder, meaning_of(entry["command"])), set()).add(source)
    return {key: sorted(sources) for key, sources in sorted(groups.items())}


class Lint:
    """One run over a build folder."""

    def __init__(self, build):
        self.room = os.path.join(build, "lint")
        self.build = build
        self.known_clean = 0
        self.found = False
        self.talk = threading.Lock()  # standard output, and the two above
        os.makedirs(self.room, exist_ok=True)
        version = subprocess.run([CLANG_TIDY, "--version"], check=True, capture_output=True)
        self.rules = version.stdout + read_ours(".clang-tidy").encode()

    def key(self, batch, flags):
        """What a verdict depends on, but for the headers of other people's packages."""
        digest = hashlib.sha256(self.rules)
        for word in (*flags, *batch):
            digest.update(word.encode() + b"\0")
        for path in below(batch, read_ours):
            digest.update(path.encode() + b"\0" + read_ours(path).encode() + b"\0")
        return digest.hexdigest()

    def judge(self, batch, flags):
        """Lints a batch and says what was found."""
        key = self.key(batch, flags)
        clean = os.path.join(self.room, key)
        if os.path.exists(clean):
            with self.talk:
                self.known_clean += len(batch)
            return
        together = f"{clean}.cpp"
        with open(together, "w", encoding="utf-8") as file:
            lines = "".join(f'#include "{source}"\n' for source in batch)
            file.write(f"// NOLINTBEGIN\n{lines}// NOLINTEND\n")
        done = subprocess.run(
            [CLANG_TIDY, "--quiet", f"--config-file={TOP}/.clang-tidy",
             f"--header-filter=^{re.escape(TOP)}/({'|'.join(FOLDERS)})/", together, "--",
             "-x", "c++", "-w", *flags],
            cwd=self.build, capture_output=True, text=True, check=False,
        )
        os.remove(together)
        if "[clang-diagnostic-error]" in done.stdout and len(batch) > 1:
            half = len(batch) // 2
            self.judge(batch[:half], flags)
            self.judge(batch[half:], flags)
        elif done.returncode == 0 and not done.stdout.strip():
            with open(clean, "w", encoding="utf-8"):
                pass
        else:
            with self.talk:
                self.found = True
                print(done.stdout or done.stderr, end="", flush=True)


def main(arguments):
    if not arguments or arguments[0].startswith("-"):
        print("usage: lint.py BUILD [FOLDER...]", file=sys.stderr)
        return 2
    groups = product_sources(os.path.abspath(arguments[0]), arguments[1:] or FOLDERS)
    lint, count = Lint(os.path.abspath(arguments[0])), 0
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        judged = []
        for (_, flags), sources in groups.items():
            count += len(sources)
            names = {source: unnamed_names(read_ours(source)) for source in sources}
            for batch in batches_of(sources, names):
                judged.append(pool.submit(lint.judge, batch, flags))
        for each in judged:
            each.result()
    print(f"lint: {count} files, {lint.known_clean} of them known to be clean")
    return 1 if lint.found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
