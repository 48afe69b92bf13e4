"""`python -m trustgarden`: the same as the command `trustgarden`."""

from __future__ import annotations

import sys

from trustgarden.cli import main

if __name__ == "__main__":
    sys.exit(main())
