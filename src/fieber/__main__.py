"""`python -m fieber` and the command `fieber` are the same."""

import sys

from fieber.cli import main

if __name__ == "__main__":
    sys.exit(main())
