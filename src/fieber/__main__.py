"""`python -m fieber` and the command `fieber` are the same."""

import gc
import sys

from fieber import cli

# a check loads much and drops little: with Python's own 700, a fifth of its time went into looking for what to drop
NEW_OBJECTS_BEFORE_A_LOOK = 100_000


def main() -> int:
    """Run one command in a process of its own, and give its exit code."""
    gc.set_threshold(NEW_OBJECTS_BEFORE_A_LOOK)
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())
