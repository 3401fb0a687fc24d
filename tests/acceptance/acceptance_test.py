"""tests/acceptance/acceptance_test.py: a clinic's box as its people and its accidents meet it.

    WAYSIDE_EXECUTABLE=.../wayside acceptance_test.py [-v] [MODULE[.CLASS[.TEST]]...]

The other variables stand in days.py and node.py. Without names, every *_test.py of this folder.
"""

import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

if __name__ == "__main__":
    if "WAYSIDE_EXECUTABLE" not in os.environ:
        sys.exit("acceptance_test.py: WAYSIDE_EXECUTABLE names the executable to try")
    flags = [word for word in sys.argv[1:] if word.startswith("-")]
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    names = names or sorted(
        name[:-3] for name in os.listdir(HERE)
        if name.endswith("_test.py") and name != os.path.basename(__file__)
    )
    unittest.main(module=None, argv=[sys.argv[0], *flags, *names])
