# What is executed may bind any name where no constant text is, or where it binds by text or does not parse.
import os

backend = os.environ.get("NSA_CASE_BACKEND", "cpu")

if backend == "cuda":
    joined = 1
exec("joined" + " = 2", globals())
use(joined)

if backend == "cuda":
    formatted = 1
exec(f"formatted = {len(backend)}", globals())
use(formatted)

if backend == "cuda":
    by_text = 1
exec("globals()['by' + '_text'] = 2", globals())
use(by_text)

if backend == "cuda":
    nested = 1
exec("exec('nes' + 'ted = 2')", globals())
use(nested)

if backend == "cuda":
    join = 1
exec("from os.path import *", globals())
use(join)

text = "pass"
if not backend.startswith("cuda"):
    text = "twice = 1"
if backend == "cuda":
    twice = 1
exec(text, globals())
use(twice)

other = "pass"


def run(other):
    exec(other, globals())


if backend == "cuda":
    passed = 1
exec(other.replace("pass", "passed = 2"), globals())
use(passed)

if backend == "cuda":
    by_loop = 1
for line in ("by_loop = 1", "pass"):
    exec(line, globals())
use(by_loop)

if backend == "cuda":
    broken = 1
try:
    exec("broken = ", globals())
except SyntaxError:
    broken = 2
use(broken)
# run:
