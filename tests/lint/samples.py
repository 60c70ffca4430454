"""Texts that several tests of the reports check, and how one is written."""

from __future__ import annotations

from pathlib import Path

SAMPLE = """\
class Backend:
    def replay(self, mode, metadata):
        if mode.is_decode():
            lens = metadata.decode_lens
        elif mode.is_extend():
            if TRITON_AVAILABLE and self.fused:
                fill_in_place(metadata)
            else:
                note = "fallback"
                lens = compute(
                    metadata,
                )
        else:
            raise ValueError(mode)
        self.prepare()
        return lens
"""
BROKEN = """\
def fill(metadata):
    if TRITON_KERNEL_AVAILABLE:
        fill_in_place(metadata.seqlens)
    else:
        seqlens = compute(metadata)
    return seqlens
"""
FIXABLE = """\
def pick(backend):
    if backend == "triton":
        kernel = 1
    elif backend == "cuda":
        kernel = 2
    return kernel
"""
FIXED = FIXABLE.replace("    return", '    else:\n        raise ValueError(f"unexpected {backend=}")\n    return')
PLAIN_BRANCH = "def f(c):\n    if c:\n        x = 1\n    return x\n"
EVERY_KIND = """\
import contextlib

def handler():
    try:
        out = fused_kernel()
    except RuntimeError:
        log()
    return out

def missing(backend):
    if backend == "triton":
        x = 1
    return x

def matched(mode):
    match mode:
        case 1:
            x = 1
        case 2:
            pass
    return x

def conditional():
    z = (y := 1) if TRITON_AVAILABLE else 2
    return y, z

def operand(a):
    if a and (n := a()):
        pass
    return n

def loop(xs):
    for x in xs:
        last = x
    return last

def deleted(x):
    if x:
        del x
    return x

def swallowed():
    with contextlib.suppress(ValueError):
        v = go()
    return v

def early():
    print(q)
    q = 1

if input():
    name = 1
print(
    name
    .attribute
)
"""


def write(name: str, text: str = BROKEN) -> str:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return name
