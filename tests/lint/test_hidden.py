"""Modules of the standard library that files beside a script hide: each case is run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lab.check import reads_of_file

WORK = """\
def run(value):
    try:
        import queue

        name = "queue"
        value.put(queue)
    except Exception:
        pass
    return name


run([])
"""
FAILS, EMPTY = 'raise ImportError("for Windows only")\n', ""
TAKES = WORK.replace("import queue", "from queue import Queue as queue")
WITH = "from contextlib import suppress\n\n\n" + WORK.replace("try", "with suppress(Exception)").replace(
    "    except Exception:\n        pass\n", ""
)
SHORT = WORK.replace("        import queue\n", "        size = 1; import queue\n")
ON_TWO_LINES = WORK.replace("import queue", "import sys, \\\n            queue")
ABOVE = """\
import datetime


def run():
    try:
        name = datetime.datetime.now()
    except AttributeError:
        pass
    return name


run()
"""
JSON = WORK.replace("import queue", "import json.decoder as queue").replace('"queue"', '"json"')


@pytest.mark.parametrize(
    ("files", "fails"),
    [
        ({"work.py": WORK, "queue.py": FAILS}, True),
        ({"work.py": WORK, "queue/__init__.py": FAILS}, True),
        ({"work.py": TAKES, "queue.py": EMPTY}, True),
        ({"work.py": WITH, "queue.py": FAILS}, True),
        ({"work.py": JSON, "json.py": EMPTY}, True),
        ({"work.py": WORK.replace("import queue", "import sys, queue"), "queue.py": FAILS}, True),
        ({"work.py": WORK.replace("queue", "platform"), "platform.py": FAILS}, True),
        ({"work.py": SHORT, "queue.py": FAILS}, True),
        ({"work.py": ON_TWO_LINES, "queue.py": FAILS}, True),
        ({"work.py": ABOVE, "datetime.py": EMPTY}, True),
        ({"work.py": WORK}, False),
        ({"work.py": SHORT}, False),
        ({"work.py": ON_TWO_LINES}, False),
        ({"work.py": ABOVE, "queue.py": EMPTY}, False),
        ({"work.py": WORK, "queues.py": FAILS, "other/queue.py": FAILS}, False),
        ({"work.py": WORK.replace("import queue", "import sys as queue"), "sys.py": FAILS}, False),
        ({"work.py": WORK.replace("import queue", "import os as queue"), "os.py": FAILS}, False),
        ({"work.py": WORK, "queue/data.txt": EMPTY}, False),
    ],
)
def test_a_file_beside_a_script_hides_a_module(tmp_path: Path, files: dict[str, str], fails: bool) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    work = tmp_path / "work.py"
    run = subprocess.run([sys.executable, work], capture_output=True, text=True)
    assert ("UnboundLocalError" in run.stderr) is fails, run.stderr
    assert [each.name for each in reads_of_file(str(work))] == ["name"] * fails


def test_in_a_package_it_hides_none(tmp_path: Path) -> None:
    (tmp_path / "queue.py").write_text(FAILS)
    (tmp_path / "__init__.py").write_text("")
    (tmp_path / "work.py").write_text(WORK)
    assert not reads_of_file(str(tmp_path / "work.py"))
