"""Which exceptions an operation raises by itself: an item is missing, an attribute is not there, a divisor is zero.

What a class of one's own does in `__getattr__`, `__getitem__` or a property can raise anything; handlers of these
exceptions are not there for that. Calls, iteration, `with`, `await` and imports run other code, which can; an import
from the standard library is missing, or is there.
"""

from __future__ import annotations

import ast
import builtins
import sys
from collections.abc import Callable, Collection, Mapping

from nsa_lint.syntax.literals import text_of
from nsa_lint.syntax.scopes import dotted, last_word
from nsa_lint.syntax.standard_library import full_name

Operations = frozenset[type[ast.AST]]
_NONE: Operations = frozenset()
_ITEMS: Operations = frozenset((ast.Subscript,))
_ATTRIBUTES: Operations = frozenset((ast.Attribute,))
_PARTS: Operations = frozenset((ast.Attribute, ast.Import))  # a module may load its parts when they are read
OPERATIONS: Operations = frozenset((ast.Attribute, ast.Subscript, ast.BinOp, ast.AugAssign, ast.UnaryOp, ast.Compare))

_OF_THE_SYSTEM = (name for name, each in vars(builtins).items() if isinstance(each, type) and issubclass(each, OSError))
# By the last word of an exception, whichever module it comes from; others may come from any operation
_RAISED_BY: dict[str, Operations] = {
    **dict.fromkeys(_OF_THE_SYSTEM, _NONE),
    **dict.fromkeys("CalledProcessError HTTPError JSONDecodeError".split(), _NONE),
    **dict.fromkeys("PackageNotFoundError TimeoutExpired URLError".split(), _NONE),
    **dict.fromkeys(("KeyError", "IndexError", "LookupError"), _ITEMS),
    "AttributeError": _ATTRIBUTES,
    **dict.fromkeys(("ImportError", "ModuleNotFoundError"), _PARTS),
    "ZeroDivisionError": frozenset((ast.BinOp, ast.AugAssign)),
}


# Calls that do not look outside, whatever they are given: what is wrong with that is a TypeError or a ValueError.
# `bool()`, `str()`, `len()` and their like call a method of what they are given.
_QUIET = frozenset("""
    callable chr id isinstance issubclass ord type
    json.dumps os.environ.get os.fspath os.getenv os.path.basename os.path.commonpath os.path.dirname os.path.exists
    os.path.expanduser os.path.expandvars os.path.isdir os.path.isfile os.path.join os.path.normcase os.path.normpath
    os.path.split os.path.splitext re.compile re.escape re.findall re.finditer re.fullmatch re.match re.search re.split
    re.sub shlex.quote shlex.split textwrap.dedent textwrap.indent urllib.parse.parse_qs urllib.parse.quote
    urllib.parse.unquote urllib.parse.urlencode urllib.parse.urljoin urllib.parse.urlparse urllib.parse.urlsplit
""".split())  # fmt: skip
_LAST_OF_THESE = frozenset(name.rpartition(".")[2] for name in _QUIET)
# Methods that are those of texts, or as harmless
_OF_TEXTS = frozenset("""
    endswith lower lstrip partition rpartition rsplit rstrip split splitlines startswith strip title upper
""".split())  # fmt: skip


def is_sorted(name: str) -> bool:
    """Whether only some operations raise an exception of this name by themselves."""
    return name.rpartition(".")[2] in _RAISED_BY


def may_come_from(name: str, operation: type[ast.AST]) -> bool:
    """Whether an operation may raise an exception of this name by itself; of calls, see `fails_as`."""
    return operation in _RAISED_BY.get(name.rpartition(".")[2], OPERATIONS)


def fails_as(
    node: ast.AST, origins: Callable[[], Mapping[str, str]], hidden: Collection[str] = ()
) -> type[ast.AST] | None:
    """The operation as which a node fails; None where it runs other code, which may raise anything.

    A quiet call fails as itself, as which no exception is raised. `origins`: see `origins_of`; `hidden`: the
    modules of the standard library that files beside this one hide.
    """
    kind = node.__class__
    if kind in OPERATIONS:
        return kind
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return ast.Import if _is_of_library(node, hidden) else None
    if not isinstance(node, ast.Call):
        return None
    last = last_word(node.func)
    if isinstance(node.func, ast.Attribute) and (last in _OF_TEXTS or _joins(node.func)):
        return ast.Attribute
    return ast.Call if last in _LAST_OF_THESE and full_name(dotted(node.func), origins()) in _QUIET else None


def _is_of_library(node: ast.Import | ast.ImportFrom, hidden: Collection[str]) -> bool:
    """Whether a statement imports from the standard library alone."""
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    roots = {name.partition(".")[0] for name in names}
    return not getattr(node, "level", 0) and roots <= sys.stdlib_module_names and roots.isdisjoint(hidden)


def _joins(function: ast.Attribute) -> bool:
    return function.attr == "join" and text_of(function.value) is not None
