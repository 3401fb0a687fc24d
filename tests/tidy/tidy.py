#!/usr/bin/env python3
"""tests/tidy/tidy.py: holds the house against its own rules, by file and line.

    tidy.py [ROOT]     exit 0: nothing found; 1: something found; 2: wrong usage
"""

import os
import sys

import rules_build
import rules_functions
import rules_includes
import rules_text
from source import read_tree

RULES = rules_includes.RULES + rules_text.RULES + rules_functions.RULES + rules_build.RULES
WARNINGS = rules_text.WARNINGS


def findings(tree, rules=None):
    """Every finding of the rules, in order of file and line."""
    return sorted(found for rule in (rules or RULES) for found in rule(tree))


def main(arguments):
    if len(arguments) > 1 or (arguments and not os.path.isdir(arguments[0])):
        print("usage: tidy.py [ROOT]", file=sys.stderr)
        return 2
    tree = read_tree(arguments[0] if arguments else ".")
    for found in findings(tree, WARNINGS):
        print(f"warning: {found}")
    refused = findings(tree)
    for found in refused:
        print(found)
    print(f"tidy: {len(tree.files)} files, {len(RULES)} rules, {len(refused)} findings")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
