"""What identifies a finding while lines move."""

from __future__ import annotations

import hashlib
import re

from nsa_lint.model import Diagnostic, UnboundRead


def fingerprint(found: Diagnostic) -> str:
    """Stays the same while lines move. Two findings of a file can have the same one: they differ only in their line."""
    if found.proof is None:
        return _digest(found.code, re.sub(r"\d+", "#", found.message))
    return of_use(found.code, found.proof)


def of_use(code: str, use: UnboundRead) -> str:
    """What is reported, of which name, in which function, on which arm."""
    return _digest(code, use.function, use.name, use.chain.kind.value, use.arm.guard)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
