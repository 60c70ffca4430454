"""Put our fills in place in an installed SGLang. One line in a launch script turns it on::

    import nsa_runtime.compat.sglang; nsa_runtime.compat.sglang.install()

It belongs at the top level of the script, not under ``if __name__ == "__main__"``: SGLang's scheduler processes are
spawned, and each imports the script again. From SGLang 0.5.11 on ``NSA_RUNTIME=1`` in the environment does the same
without a script (:mod:`nsa_runtime.compat.plugin`).
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import importlib.util
import logging
from pathlib import Path
from typing import Any

from nsa_runtime.compat import fingerprints
from nsa_runtime.compat.dsa import (
    fused_dsa_decode_metadata,
    fused_dsa_draft_extend_metadata,
    fused_dsa_target_verify_metadata,
)
from nsa_runtime.compat.ports import RELEASES, Options, Replacement, port_of
from nsa_runtime.compat.warmup import warmup

__all__ = [
    "RELEASES",
    "UnsupportedSourceError",
    "fused_dsa_decode_metadata",
    "fused_dsa_draft_extend_metadata",
    "fused_dsa_target_verify_metadata",
    "install",
    "installed",
    "uninstall",
    "warmup",
]

logger = logging.getLogger(__name__)

_replaced: list[tuple[Any, str, Any, str]] = []  # owner, attribute, what was there, its full name
_INHERITED = object()  # what was there: nothing of the owner's own
_options = Options()


class UnsupportedSourceError(RuntimeError):
    """The installed SGLang's source is none that ours was compared with; nothing was changed."""


def install(*, strict: bool = True, refresh_schedules: bool = False, in_graph: bool = False) -> bool:
    """Replace SGLang's metadata fills by ours in this process, and return whether they are in place.

    Whether a build is supported is decided by the source of what is replaced, called and bypassed, which must be that
    of one of ``RELEASES``; its version does not matter. Raises :class:`UnsupportedSourceError` otherwise, before
    anything is changed; with ``strict=False`` it logs one warning, leaves SGLang's own code in place and returns
    False. Without SGLang nothing happens and False is returned.

    With ``refresh_schedules`` the DeepGEMM schedule of every draft step is refreshed at every replay. SGLang leaves
    those of the first three as they were captured where it copies to three at once (0.5.8 to 0.5.11: all of them).

    With ``in_graph`` (0.5.20 and later) SGLang's runners record the whole refresh into the model's graph, so that a
    replay issues nothing for it, as long as its batch is in the buffers that were captured. Their source decides too:
    where it is another, ``strict`` raises, and otherwise the refresh stays outside.

    Calling it again changes nothing; it raises ``ValueError`` if an option is another than it is installed with.
    Backends made before keep the functions that they took; so call it before SGLang builds its model runner.
    """
    global _options
    options = Options(refresh_schedules=refresh_schedules, in_graph=in_graph)
    if _replaced:
        for name, installed_with in dataclasses.asdict(_options).items():
            if getattr(options, name) != installed_with:
                raise ValueError(f"{name}: installed with {installed_with}, got {getattr(options, name)}")
        return True
    root = fingerprints.installed_root()
    if root is None:
        logger.info("SGLang is not installed: nothing to replace")
        return False
    try:
        release, found = _find(root, options)
    except UnsupportedSourceError as error:
        if strict:
            raise
        if in_graph:
            logger.warning("the refresh stays outside the model's graph: %s", error)
            return install(strict=False, refresh_schedules=refresh_schedules)
        logger.warning("SGLang keeps its own metadata fills: %s", error)
        return False
    _options = options
    for replacement, (owner, name, theirs) in found:
        _replaced.append((owner, name, vars(owner).get(name, _INHERITED), replacement.name))
        setattr(owner, name, replacement.make(theirs, options))
    logger.info("SGLang %s (source of %s): replaced %s", _version(), release, ", ".join(installed()))
    return True


def installed() -> tuple[str, ...]:
    """What :func:`install` has replaced, each as ``module:path``; empty while it is not in effect."""
    return tuple(name for _, _, _, name in _replaced)


def uninstall() -> None:
    """Put back what :func:`install` replaced. Backends made in between keep ours."""
    if _replaced:
        logger.info("SGLang's own metadata fills are back")
    while _replaced:
        owner, name, theirs, _ = _replaced.pop()
        if theirs is _INHERITED:
            delattr(owner, name)
        else:
            setattr(owner, name, theirs)


def _find(root: Path, options: Options) -> tuple[str, list[tuple[Replacement, tuple[Any, str, Any]]]]:
    """The release whose source this is, and every attribute to replace with what is there."""
    match = fingerprints.nearest(root, options)
    if match.different:
        raise UnsupportedSourceError(
            f"sglang {_version()}: expected the source of one of {', '.join(_supported(options))}; nearest is "
            f"{match.release}, "
            f"of which differ: {_shortened(match.different)}"
        )
    found = [(replacement, replacement.find()) for replacement in port_of(match.release).replacements(options)]
    for replacement, (_, _, theirs) in found:
        if not fingerprints.is_live(root, replacement.definition, theirs):
            raise UnsupportedSourceError(
                f"sglang {_version()}: expected {replacement.name} as SGLang defines it, found {theirs!r} in its place"
            )
    return match.release, found


def _supported(options: Options) -> tuple[str, ...]:
    return tuple(each for each in RELEASES if port_of(each).runners or not options.in_graph)


def _shortened(names: tuple[str, ...], shown: int = 3) -> str:
    more = f" and {len(names) - shown} more" if len(names) > shown else ""
    return ", ".join(names[:shown]) + more


def _version() -> str:
    try:
        return importlib.metadata.version("sglang")
    except importlib.metadata.PackageNotFoundError:
        return "of unknown version"
