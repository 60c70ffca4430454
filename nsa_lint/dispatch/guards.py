"""Which guards are dispatch: where a flag comes from first, then what it is called.

One pass over the module, before any function is walked, also gathers what its functions share: names that
are rebound through `global`, functions that never return, context managers that swallow.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from nsa_lint.options import Options
from nsa_lint.syntax.definitions import Definition, definitions
from nsa_lint.syntax.scopes import (
    FUNCTIONS,
    FunctionNode,
    Scope,
    body_of,
    scope_of,
    statements_of,
    targets,
    walk,
    walk_scope,
    walk_statements,
)
from nsa_lint.syntax.text_index import Classified, Mentions, Places, span, words_of

_TECHNOLOGY = (
    r"triton|cuda|rocm|hip|aiter|deep_?gemm|deep_?ep|flash_?(?:attn|attention|infer|mla)\w*|fa[234]|cutlass\w*|cutedsl|"
    r"cudnn|npu|xpu|hpu|musa|mps|tpu|xla|neuron|gluon|tilelang|cublas\w*|marlin|nvfp4|sgl_?kernel|xformers|sdpa|apex|"
    r"bitsandbytes|bnb|liger|fla|tensorrt|trt_?llm|mlx|amx|onednn|mkldnn|ipex|sm_?\d+\w*|hopper|blackwell|ampere|gfx\d+\w*|"
    r"nvml|cupy|numba|vllm|torch_?compile|torchao|kernels?|fused"
)
_PREDICATE = (
    r"is|has|have|had|use|uses|used|using|with|enable|enables|enabled|support|supports|supported|can|should|do|disable|"
    r"disabled|force|prefer|allow|try|no|not|want|need|run|import"
)
_QUALITY = r"available|enabled|supported|installed|compatible|present|found|ok|usable|imported"
# The documented name pattern: a predicate about a technology, or a flag that says something is there.
_NAME = (
    rf"_*(?:(?:{_PREDICATE})_(?:\w+_)?(?:{_TECHNOLOGY})(?:_\w+)?"
    rf"|(?:\w+_)?(?:{_TECHNOLOGY})_(?:\w+_)?(?:{_QUALITY})"
    r"|(?:has|have)_\w+|\w+_(?:available|installed)|is_\w+_(?:available|supported))_*"
)
NAME_PATTERN = re.compile(rf"^{_NAME}$", re.IGNORECASE)
_TECHNOLOGY_PART = re.compile(rf"(?:{_TECHNOLOGY})", re.IGNORECASE)
_BACKENDS = frozenset(
    "triton cuda hip rocm aiter deep_gemm deepgemm flashinfer flash_attn flash_attention_2 flash_attention_3 fa2 fa3 "
    "fa4 flashmla cutlass cutlass_mla trtllm_mla trtllm_mha torch_native torch eager sdpa xformers npu xpu hpu musa "
    "mps tpu xla cpu marlin cudnn triton_kernel tilelang gpu win32 linux darwin nt posix".split()
)
_BACKEND_WORDS = "backend impl implementation platform device_type provider".split()
_BACKEND = rf"(?:\w*_)?(?:{'|'.join(_BACKEND_WORDS)})(?:_\w*)?"
_BACKEND_NAME = re.compile(rf"^{_BACKEND}$", re.IGNORECASE)
_CALLS = frozenset(
    "find_spec is_available is_bf16_supported get_device_capability get_compute_capability has_device_capability "
    "device_count getenv is_cuda_alike is_cuda is_hip is_npu is_xpu is_hpu is_cpu is_rocm is_tpu is_musa is_mps "
    "is_built is_flash_attn_available is_torch_available current_platform get_device_name get_sm_version".split()
)
_ATTRIBUTES = frozenset("is_cuda is_hip is_npu is_xpu is_mps is_cpu is_xla platform hip major minor".split())
_NO_RETURN = frozenset(
    "sys.exit exit quit os._exit os.abort assert_never typing.assert_never typing_extensions.assert_never "
    "pytest.fail pytest.skip pytest.exit pytest.xfail self.fail self.skipTest".split()
)
_SWALLOWERS = frozenset(
    "suppress contextlib.suppress pytest.raises raises self.assertRaises self.assertRaisesRegex".split()
)


_FLAG_SETTERS = (ast.Assign, ast.AnnAssign, ast.Try, ast.If, ast.With)
_TELLING = frozenset("environ envs env hasattr".split())
# Each starts with a word, which `re` looks for fast; together they would take as long as everything else here.
_TELLING_ATTRIBUTES = (re.compile(r"os\s*\.\s*name\b"), re.compile(r"version\s*\.\s*(?:hip|cuda)\b"))


_TELLING_NAMES = re.compile(rf"^(?:{_NAME}|{_BACKEND})$", re.IGNORECASE | re.MULTILINE)
_WITH_TECHNOLOGY = re.compile(rf"^(?:\w*_)?(?:{_TECHNOLOGY})(?:_\w*)?$", re.IGNORECASE | re.MULTILINE)


def _telling_names(words: set[str]) -> set[str]:
    """The identifiers that, by themselves, can make an expression around them a guard."""
    perhaps = [word for word in words if "_" in word or word.lower() in _BACKEND_WORDS]  # half of all words
    return (words & (_CALLS | _ATTRIBUTES | _TELLING)).union(_TELLING_NAMES.findall("\n".join(perhaps)))


def _optimised_names(words: set[str]) -> set[str]:
    """The identifiers that name a technology, whole or as one of their parts."""
    perhaps = _WITH_TECHNOLOGY.findall("\n".join(words))
    return {word for word in perhaps if any(_TECHNOLOGY_PART.fullmatch(part) for part in (*word.split("_"), word))}


_telling = Classified(_telling_names)
_backends = Classified(lambda words: {word for word in words if word.lower() in _BACKENDS})
_optimised = Classified(_optimised_names)


def dotted(node: ast.AST | None) -> str:
    """`a.b.c` for a chain of attributes on a name, else the empty string."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    parts.append(node.id)
    return ".".join(reversed(parts))


class Provenance:
    """What one module says about its guards and functions."""

    def __init__(self, tree: ast.Module, options: Options, lines: Sequence[str]) -> None:
        self.tree = tree
        self.lines = lines
        self._callables: dict[str, bool] = {}
        self._options = options
        self._extra = [re.compile(pattern) for pattern in options.guards]
        self._cache: dict[str, bool] = {}
        self._anywhere: dict[str, bool] = {}  # whether the module holds a text
        self.flags: set[str] = set()  # module names that hold a dispatch guard
        self.attributes: set[str] = set()  # attributes of `self` that hold one
        self._all_places = False  # until all flags are known
        self._places = places = Places(lines)
        places.add(_telling.choose(places.words))
        places.add_strings(_backends.choose(places.words))
        for pattern in _TELLING_ATTRIBUTES:
            places.add_matches(pattern)
        self._gather_flags()
        places.add(self.flags & places.words)
        if self._extra or places.any:
            self._gather_functions()
            places.add(self.flags & places.words)
            self._gather_attributes()
        places.add(self.attributes & places.words)
        self._all_places = True

    # -- the flags of the module --------------------------------------------------------------------------

    def _gather_flags(self) -> None:
        statements = [node for node in statements_of(self.tree.body) if isinstance(node, _FLAG_SETTERS)]
        for _ in range(3):  # a flag of flags of flags
            before = len(self.flags)
            for statement in statements:
                self._flag(statement)
            if len(self.flags) == before:
                break

    def _gather_functions(self) -> None:
        """`return HAS_TRITON and ...` makes the function a guard."""
        for definition in self.definitions:
            node = definition.node
            last = node.body[-1]
            short = definition.owner is None and len(node.body) <= 2
            if short and isinstance(last, ast.Return) and self.may_ask([node]) and self._is_guard_test(last.value):
                self.flags.add(node.name)

    def _gather_attributes(self) -> None:
        """`self.fast = HAS_TRITON` makes the attribute a guard."""
        for definition in self.definitions:
            if definition.owner is not None and self.may_ask([definition.node]):
                for statement in walk_statements(definition.node):
                    if not isinstance(statement, ast.Assign) or not self.may_ask([statement]):
                        continue
                    if self._is_guard_test(statement.value):
                        self.attributes.update(
                            target.attr
                            for target in statement.targets
                            if isinstance(target, ast.Attribute) and dotted(target.value) == "self"
                        )

    def _is_guard_test(self, node: ast.expr | None) -> bool:
        return node is not None and _is_test(node) and self.mentions_guard(node)

    def _flag(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            if self.mentions_guard(node.value):
                for target in node.targets:
                    names = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
                    self.flags.update(name.id for name in names if isinstance(name, ast.Name))
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            if isinstance(node.target, ast.Name) and self.mentions_guard(node.value):
                self.flags.add(node.target.id)
        elif isinstance(node, ast.Try):
            if imports(node.body):
                self.flags.update(_constants([*node.body, *node.handlers, *node.orelse]))
        elif isinstance(node, ast.With):
            managers = {dotted(getattr(item.context_expr, "func", None)) for item in node.items}
            if imports(node.body) and managers & {"suppress", "contextlib.suppress"}:
                self.flags.update(_constants(node.body))
        elif isinstance(node, ast.If) and self.mentions_guard(node.test):
            self.flags.update(_constants([*node.body, *node.orelse]))

    # -- the gate -----------------------------------------------------------------------------------------

    def may_dispatch(self, node: ast.stmt | None = None) -> bool:
        """A quick test of a function's text, or the module's: False only where nothing in it can be a dispatch.

        Every guard leaves an identifier or a quoted name of a backend in the text of the function that asks it, and a
        try that is one an import or the name of a technology.
        """
        if self._extra:  # the options let any name be a guard
            return True
        places = self._places
        first, last = (node.lineno, node.end_lineno or node.lineno) if node else (1, places.last)
        if places.any_within(first, last):
            return True
        if "try" not in places.words:
            return False
        words = words_of(places.text_of(first, last)) if node else places.words
        return "try" in words and ("import" in words or bool(_optimised.choose(words)))

    def has_walrus(self, body: Iterable[ast.AST]) -> bool:
        """Whether an expression in these statements may bind a name, by their text."""
        return self._stands_in(":=", body)

    def has_lambda(self, body: Iterable[ast.AST]) -> bool:
        """Whether one may make a function."""
        return self._stands_in("lambda", body)

    def _stands_in(self, text: str, body: Iterable[ast.AST]) -> bool:
        places = self._places
        anywhere = self._anywhere.get(text)
        if anywhere is None:
            anywhere = self._anywhere[text] = text in places.text
        return anywhere and any(text in places.text_of(*span(node)) for node in body)

    def scope_of(self, node: FunctionNode) -> Scope:
        """What a function binds; its expressions are looked into only where one may bind a name or make a function."""
        body = body_of(node)
        return scope_of(node, self.has_walrus(body) or self.has_lambda(body))

    @cached_property
    def has_nonlocal(self) -> bool:
        """Whether a function may bind a name of the one around it."""
        return "nonlocal" in self._places.words

    def may_ask(self, nodes: Sequence[ast.AST], is_try: bool = False) -> bool:
        """`may_dispatch` of single nodes; of the body of a `try`, where it is one."""
        if self._extra or any(self._places.any_within(*span(node)) for node in nodes):
            return True
        if not is_try:
            return False
        words = self.words_in(nodes)
        return "import" in words or bool(_optimised.choose(words))

    def words_in(self, nodes: Iterable[ast.AST]) -> set[str]:
        """All words on the lines of these nodes."""
        return set().union(*(words_of(self._places.text_of(*span(node))) for node in nodes))

    def mentions_of(self, names: Iterable[str], body: Sequence[ast.AST]) -> Mentions:
        """Where words may stand in the statements of a body, by their text."""
        spans = [span(node) for node in body]
        first, last = min(first for first, _ in spans), max(last for _, last in spans)
        return Mentions(self._places.lines_with(names, first, last))

    @cached_property
    def definitions(self) -> list[Definition]:
        """Every function of the module."""
        return definitions(self.tree)

    # -- what the functions of the module share ------------------------------------------------------------

    @cached_property
    def rebound(self) -> frozenset[str]:
        """Module names that some function rebinds through `global`."""
        if "global" not in self._places.words:
            return frozenset()
        statements = walk_statements(self.tree)
        return frozenset(name for node in statements if isinstance(node, ast.Global) for name in node.names)

    @cached_property
    def no_return(self) -> frozenset[str]:
        """Functions that never return."""
        never: set[str] = set()
        returns: set[str] = set()
        for definition in self.definitions:
            node, owner = definition.node, definition.owner
            name = node.name if owner is None else f"self.{node.name}"
            if isinstance(node, ast.AsyncFunctionDef):
                name = "await " + name  # calling it is not running it
            (never if _never_returns(node) else returns).add(name)
        # a stub that raises, beside the real function under the same name, says nothing of the call
        never = {name for name in never - returns if name.removeprefix("await ") not in self._otherwise_bound}
        return _NO_RETURN | never | frozenset(self._options.no_return)

    @cached_property
    def _otherwise_bound(self) -> frozenset[str]:
        """Names that the module imports or assigns, in any branch."""
        found: set[str] = set()
        for node in walk_scope(self.tree.body):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                found.update(alias.asname or alias.name for alias in node.names)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
        return frozenset(found)

    @cached_property
    def swallowers(self) -> frozenset[str]:
        """Context managers that may swallow an exception."""
        return _SWALLOWERS | {each.owner.name for each in self.definitions if each.owner and _swallows(each.node)}

    @cached_property
    def annotates_at_once(self) -> bool:
        """Whether annotations are evaluated where they stand, not when somebody asks for them."""
        return sys.version_info < (3, 14) and not any(
            isinstance(node, ast.ImportFrom)
            and node.module == "__future__"
            and any(a.name == "annotations" for a in node.names)
            for node in self.tree.body
        )

    @cached_property
    def _module_bindings(self) -> tuple[frozenset[str], frozenset[str]]:
        """Names that the module defines as functions or classes, and those that it imports; never what it assigns."""
        defined: set[str] = set()
        imported: set[str] = set()
        assigned: set[str] = set()
        body = self.tree.body
        for node in walk_scope(body) if self.has_walrus(body) else targets(body):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                defined.add(node.name)
            elif isinstance(node, (ast.Import, ast.ImportFrom)):
                imported.update(alias.asname or alias.name for alias in node.names)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                assigned.add(node.id)
        assigned |= self.rebound
        return frozenset(defined - assigned), frozenset(imported - assigned)

    def is_callable(self, name: str) -> bool:
        """Whether a module name is a function or class for sure: defined here, or imported and called somewhere."""
        found = self._callables.get(name)
        if found is None:
            defined, imported = self._module_bindings
            found = self._callables[name] = name in defined or (name in imported and self._places.calls(name))
        return found

    # -- questions ----------------------------------------------------------------------------------------

    def mentions_guard(self, expression: ast.AST) -> bool:
        if self._all_places and not self.may_ask([expression]):
            return False
        return any(self.is_guard(node) for node in walk(expression))

    def match_asks(self, node: ast.Match) -> bool:
        """Whether a match dispatches: on a guard, by a guard of a case, or over names of backends."""
        if self.mentions_guard(node.subject):
            return True
        if any(case.guard is not None and self.mentions_guard(case.guard) for case in node.cases):
            return True
        values = [
            child.value for case in node.cases for child in walk(case.pattern) if isinstance(child, ast.MatchValue)
        ]
        return any(self._backend(node.subject, value) for value in values)

    def is_guard(self, node: ast.AST) -> bool:
        """Whether this one expression, by itself, asks which implementation can be used."""
        if isinstance(node, ast.Name):
            return node.id in self.flags or self._named(node.id)
        if isinstance(node, ast.Attribute):
            return (
                node.attr in _ATTRIBUTES
                and node.attr.startswith("is_")
                or self._named(node.attr, dotted(node))
                or (node.attr in self.attributes and dotted(node.value) == "self")
                or (dotted(node) in ("sys.platform", "os.name", "torch.version.hip", "torch.version.cuda"))
            )
        if isinstance(node, ast.Call):
            name = dotted(node.func)
            last = name.rpartition(".")[2]
            if name in self.flags or last in _CALLS or self._named(last, name):
                return True
            if last == "get":
                owner = name.split(".")
                return "environ" in owner or owner[0] in ("envs", "env")
            return last == "hasattr" and bool(node.args) and dotted(node.args[0]).startswith("torch")
        if isinstance(node, ast.Subscript):
            return dotted(node.value) in ("os.environ", "environ")
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            return self._backend(node.left, node.comparators[0]) or self._backend(node.comparators[0], node.left)
        return False

    def is_optimised(self, node: ast.Call) -> bool:
        """Whether a call goes to an implementation that is named after its technology."""
        return bool(_optimised.choose(set(dotted(node.func).split("."))))

    def _backend(self, subject: ast.expr, constant: ast.expr) -> bool:
        if isinstance(constant, (ast.Tuple, ast.List, ast.Set)):
            return any(self._backend(subject, element) for element in constant.elts)
        if not isinstance(constant, ast.Constant) or not isinstance(constant.value, str):
            return False
        name = dotted(subject).rpartition(".")[2]
        return bool(_BACKEND_NAME.match(name)) or constant.value.lower() in _BACKENDS

    def _named(self, name: str, full: str = "") -> bool:
        key = full or name
        found = self._cache.get(key)
        if found is None:
            found = bool(NAME_PATTERN.match(name)) or any(pattern.search(key) for pattern in self._extra)
            self._cache[key] = found
        return found


def _is_test(node: ast.expr) -> bool:
    """Whether an expression gives a truth, not a thing: a flag, a test, a combination of them."""
    if isinstance(node, ast.BoolOp):
        return all(_is_test(value) for value in node.values)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Not)
    if isinstance(node, ast.Call):
        return dotted(node.func).rpartition(".")[2] in _CALLS or bool(
            NAME_PATTERN.match(dotted(node.func).rpartition(".")[2])
        )
    return isinstance(node, (ast.Compare, ast.Name, ast.Attribute))


def imports(body: Iterable[ast.AST]) -> bool:
    return any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in walk_scope(body))


def _constants(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Names that are assigned a constant there: the flags of a try-import."""
    for node in walk_scope(nodes):
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and isinstance(node.value, ast.Constant):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _never_returns(node: ast.AST) -> bool:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return False
    if node.returns is not None and dotted(node.returns).rpartition(".")[2] in ("NoReturn", "Never"):
        return True
    if isinstance(node.returns, ast.Constant) and node.returns.value in ("NoReturn", "Never"):
        return True
    if node.decorator_list or not _ends(node.body):
        return False
    leaves = (ast.Return, ast.Yield, ast.YieldFrom)
    return not any(isinstance(child, leaves) for child in walk_scope(node.body))


def _ends(body: list[ast.stmt]) -> bool:
    """Whether the last statement raises or exits on each of its paths."""
    last = body[-1]
    if isinstance(last, ast.Raise):
        raised = last.exc.func if isinstance(last.exc, ast.Call) else last.exc
        return dotted(raised) != "NotImplementedError"  # to be overridden, or a stub for one platform
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return dotted(last.value.func) in _NO_RETURN
    if isinstance(last, ast.If):
        return bool(last.orelse) and _ends(last.body) and _ends(last.orelse)
    return isinstance(last, ast.With) and _ends(last.body)


def _swallows(node: ast.AST) -> bool:
    """Whether this is an `__exit__` that may tell Python to swallow the exception."""
    if not isinstance(node, FUNCTIONS[:2]) or node.name not in ("__exit__", "__aexit__"):
        return False
    if isinstance(node.returns, ast.Name) and node.returns.id == "bool":
        return True
    return any(
        isinstance(child, ast.Return) and child.value is not None and not _falsy(child.value)
        for child in walk_scope(node.body)
    )


def _falsy(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value
