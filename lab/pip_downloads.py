"""Run pip several times in one process: starting pip takes longer than a small download.

Standard input is a JSON list with the arguments of each run; the exit status is that of the first run that fails.
`pip._internal` has no stable interface, and pip wants an interpreter in which nothing else runs. So this is a script,
started for pip alone, and `lab/fetch.py` starts `python -m pip` for each archive where it fails.
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
