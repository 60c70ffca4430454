"""Functions of the generated packages that parse options of `argparse`."""

from __future__ import annotations

import random
import re

_DEFAULTS = ("'low'", "'high'", "None", "'other'")


def written(rng: random.Random, name: str, body: list[str]) -> str:
    """A function whose body reads `args.level`; the parser is made here or by a helper, and given the option or not."""
    default = rng.choice(_DEFAULTS)
    choices = rng.choice(("LEVELS", "['high', 'low']", "('low', 'high')"))
    make = [
        "parser = argparse.ArgumentParser()",
        f"parser.add_argument('--level', choices={choices}, default={default})",
    ]
    words, parse = "['--level', level] if flag else []", []
    helper = rng.choice(("", "", "parser", "args"))
    head = f"def _made_by_{name}({'' if helper == 'parser' else 'level, flag'}):"
    if helper == "parser":
        parse = [head, *_indented([*make, "return parser"]), "", ""]
        make = [f"parser = _made_by_{name}()"]
    elif helper:
        parse = [head, *_indented([*make, f"return parser.parse_args({words})"]), "", ""]
    lines = (
        [f"args = _made_by_{name}(level, flag)"] if helper == "args" else [*make, f"args = parser.parse_args({words})"]
    )
    if rng.random() < 0.15:
        lines.insert(len(lines) - 1 if helper == "args" else 1, rng.choice(("pass", "use(x)")))
    if rng.random() < 0.15:
        lines += ["if x:", f"    args.level = {rng.choice(_DEFAULTS)}"]
    first = 1 if body[0].startswith("require") else 0  # a helper counts where a function begins with it
    lines = [*body[:first], *lines, *(re.sub(r"\blevel\b", "args.level", line) for line in body[first:])]
    return "\n".join([*parse, f"def {name}(x, level: Level, flag: bool):", *_indented(lines)]) + "\n"


def _indented(lines: list[str]) -> list[str]:
    return [f"    {line}" for line in lines]
