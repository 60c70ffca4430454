"""`python -m nsa_lint`."""

import sys

from nsa_lint.cli import main

if __name__ == "__main__":
    sys.exit(main())
