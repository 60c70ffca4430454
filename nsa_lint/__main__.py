"""`python -m nsa_lint`."""

import os
import sys

if __name__ == "__main__":
    # `-m` puts the working folder first: a file to be checked named json.py would be imported in the place of ours.
    if sys.path[0] in ("", os.getcwd()):
        del sys.path[0]
    from nsa_lint.cli.main import main

    sys.exit(main())
