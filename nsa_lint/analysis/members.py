"""What a symbol is by its name (a member of a class, a named constant), and by its declaration (a value of a type)."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Hashable

from nsa_lint.analysis.bdd import FALSE
from nsa_lint.analysis.run import Run
from nsa_lint.analysis.values import Atom, Const, Symbol, Value
from nsa_lint.syntax.constants import Member
from nsa_lint.syntax.module import ModuleFacts

# Types of tensors and arrays, and the second names that they have
_TYPES = re.compile(r"(?:bool|u?int\d*|float\d*(?:_\w+)?|bfloat16|complex\d+|half|short|long|double)$")
_SAME = {"half": "float16", "float": "float32", "double": "float64", "short": "int16", "int": "int32", "long": "int64"}
# Objects that hold settings, which may be equal
_SETTINGS = re.compile(r"(?:^|_)(?:settings|config|conf|cfg|flags|args|opts?|options|envs?|params|self|cls)$", re.I)
_BUILTIN_TYPES = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type))

Owned = tuple[Hashable, str]  # a class or module, and which of its members


def member_of(run: Run, symbol: Symbol) -> Owned | None:
    """The class or module that a symbol is a member of, by its name: `Mode.A`, `torch.float32`, `signal.SIGINT`, `int`.

    Members of one class under different names differ.
    """
    key = symbol.key
    if not isinstance(key, tuple) or len(key) < 2:
        return None
    if key[0] == "name":
        return _class(run, key[1])
    if len(key) != 3 or key[2] or not isinstance(key[0], tuple) or key[0][0] != "attribute":
        return None
    word: str = key[0][1]
    base: Hashable = key[1]
    owner = _path(run, base)
    if not owner or not _is_constant(owner, word):
        return None
    return base, _SAME.get(word, word)


def _class(run: Run, key: str) -> Owned | None:
    """A class or function of the module, or a builtin class."""
    name = key.removeprefix("::")
    if name == key:
        return None
    module = run.world.module
    known = module.names.defines(name) or (name in _BUILTIN_TYPES and not module.names.binds(name))
    return ("class", name) if known else None


def _path(run: Run, symbol: object) -> list[str]:
    """The dotted name of what a module imports (or something defines for it); empty for anything else."""
    words: list[str] = []
    while isinstance(symbol, Symbol) and isinstance(symbol.key, tuple):
        key = symbol.key
        if key[0] == "imported":
            return [key[1].rpartition(".")[2], *words[::-1]]
        if key[0] == "name":
            name = key[1].removeprefix("::")
            module = run.world.module
            outside = name != key[1] and not module.names.assigns(name) and not module.names.defines(name)
            return [name, *words[::-1]] if outside else []
        if len(key) != 3 or key[2] or not isinstance(key[0], tuple) or key[0][0] != "attribute":
            return []
        words.append(key[0][1])
        symbol = key[1]
    return []


def _is_constant(owner: list[str], word: str) -> bool:
    """Whether an attribute of something imported is one of several that differ."""
    last = owner[-1]
    if word.startswith("__") or any(map(_SETTINGS.search, owner)):
        return False
    if last.lstrip("_")[:1].isupper():  # a class; in capitals throughout it may be an object that holds settings
        return not last.isupper() or word[:1].isupper()
    return word[:1].isupper() or bool(_TYPES.match(word))


def named_constant(run: Run, symbol: Symbol) -> Hashable:
    """The number or text that a name of the module, or of a class in it, holds; None where it is no such name."""
    owner, _, name = _in_module(symbol).rpartition(".")
    constants = run.world.module.constants
    if not owner:
        return constants.named.get(name)
    return constants.of_class(owner).get(name) if keeps_names(run, f"{owner}.{name}") else None


def keeps_names(run: Run, path: str) -> bool:
    """Whether nothing in the file sets an attribute, unless of `self`, that is named in `Class.Inner.NAME`."""
    return run.world.module.set_attributes.isdisjoint(path.split(".")[1:])


def _in_module(value: object) -> str:
    """`Class.Inner.NAME` where a symbol is what this gives, by a name of the module; empty for anything else."""
    words: list[str] = []
    while isinstance(value, Symbol) and isinstance(key := value.key, tuple):
        if len(key) != 3 or key[2] or not isinstance(key[0], tuple) or key[0][0] != "attribute":
            break
        words.append(key[0][1])
        value = key[1]
    name = module_name(value)
    return ".".join((name, *words[::-1])) if name else ""


def module_name(value: object) -> str:
    """The name of the module whose value a symbol is; empty for anything else."""
    key = value.key if isinstance(value, Symbol) else None
    if not isinstance(key, tuple) or key[0] != "name" or not key[1].startswith("::"):
        return ""
    name: str = key[1].removeprefix("::")
    return name


# -- questions to a member ---------------------------------------------------------------------------------


def answered(run: Run, value: Value, name: str, node: ast.expr) -> Value | None:
    """What `value.name()` or `value.name` gives, by what it is, if the value is a member of an enum that says so."""
    read = not isinstance(node, ast.Call)
    bdd, values = run.world.bdd, run.world.values
    true = FALSE
    for atom, condition in value:
        for each in _alternatives(atom) or ("",):
            known = _answers(run, each, name, read)
            if known is None:
                return None
            if known:
                true = bdd.or_(true, bdd.and_(condition, values.equals(atom, each)))
        if isinstance(atom, Symbol) and run.world.guards.is_guard(node):
            atom.mark_dispatch()
    return values.boolean(true)


def _alternatives(atom: Atom) -> tuple[Hashable, ...]:
    """All that an atom can be; nothing where that is not known. `None` has no methods: it fails."""
    among = (atom.value,) if isinstance(atom, Const) else atom.among or ()
    return tuple(each for each in among if each is not None)


def _answers(run: Run, member: Hashable, name: str, read: bool) -> bool | None:
    """What a member answers."""
    if not isinstance(member, Member) or not member.owner:
        return None
    known = run.world.module.enum_methods.answers(member.owner, name, read)
    return None if known is None else known[member.name]


# -- declarations ------------------------------------------------------------------------------------------


def declared(
    module: ModuleFacts, annotation: ast.expr | None, default: ast.expr | None
) -> tuple[str, tuple[Hashable, ...] | None]:
    """The kind of symbol that an annotation says, and all that it can be; a default may be something else."""
    if annotation is None:
        return "any", None
    other = default.value if isinstance(default, ast.Constant) else default
    if isinstance(annotation, ast.Name) and annotation.id == "int":
        return ("any" if default is not None and type(other) is not int else "int"), None
    among = module.constants.closed(annotation)
    if among is None:
        return "any", None
    if isinstance(default, ast.Constant) and not any(type(other) is type(each) and other == each for each in among):
        among = (*among, default.value)
    if among == (False, True):
        return "bool", None
    return "any", among
