"""Several runs of pip, one after another in one process, whose start takes most of the time of a small one.

A script, for pip may have the interpreter that starts it alone: its standard input is a list, in JSON, of the arguments
of each run. Ends with the status of the first that fails.
"""

from __future__ import annotations

import json
import sys

from pip._internal.cli.main import main

if __name__ == "__main__":
    for arguments in json.load(sys.stdin):
        status = main(arguments)
        if status:
            sys.exit(status)
