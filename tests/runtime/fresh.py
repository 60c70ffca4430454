"""Processes that have imported torch and nothing of ours: forked from one, for torch takes most of the time of each."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SERVER = """
import json, os, sys, tempfile, traceback
import torch
given = {"triton", "sglang", "nsa_runtime"} & {name.partition(".")[0] for name in sys.modules}
assert not given, f"expected torch alone to be imported, got {given}"

def run(job, out, err):
    for file, descriptor in ((out, 1), (err, 2)):
        os.dup2(file.fileno(), descriptor)
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    sys.path[:0] = job["path"]
    try:
        exec(job["code"], {"__name__": "__main__"})
        return 0
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()

for line in sys.stdin:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os._exit(run(json.loads(line), out, err))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode())
        print(json.dumps([status, *texts]), flush=True)
"""


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


class Processes:
    """``with Processes() as fresh: fresh.run(code, environment)``."""

    def __enter__(self) -> Processes:
        pipe = subprocess.PIPE
        self.server = subprocess.Popen([sys.executable, "-c", _SERVER], stdin=pipe, stdout=pipe, text=True)
        return self

    def __exit__(self, *error: object) -> None:
        self.server.communicate()

    def run(
        self, code: str, environment: Mapping[str, str], path: Sequence[str] = (), folder: Path | None = None
    ) -> Done:
        """Run the code in a process of its own, which ends with status 1 where it raises."""
        server = self.server
        assert server.stdin is not None and server.stdout is not None
        job = {"code": code, "environment": dict(environment), "path": list(path), "folder": str(folder or os.getcwd())}
        answer = ""
        with contextlib.suppress(BrokenPipeError):  # it has ended before
            server.stdin.write(json.dumps(job) + "\n")
            server.stdin.flush()
            answer = server.stdout.readline()
        if not answer:
            status = server.wait()
            raise RuntimeError(f"the process to fork from has ended with status {status}; its error is on stderr")
        return Done(*json.loads(answer))
