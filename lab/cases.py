"""Cases: plain Python files under `tests/cases/` that say in comments what the checker reports, and what running shows.

    def one_arm_forgets(a):
        if a:
            x = 1
        else:
            pass
        use(x)  # NSA201: x
    # run: one_arm_forgets(True)
    # run: one_arm_forgets(False)

`# NSA201: x` at the end of a line: with scope `all`, and the codes that have to be named, exactly this code
for this name on this line (`x, x`: twice); a line without such a comment gets no report. With the default scope, the
same without the codes that it leaves out;
`# NSA205: x by default`: with the default scope too, whatever the code.

`# run: CALL` lines close a section, which starts after the section before it. The calls are run, each on its own, and
together fail on exactly the names that the section announces; attributes of the file's own objects are `self.x`, and
of a name of the file that is None the use fails.
`# run:` alone imports the file; `# not run: WHY` closes a section that cannot be run. A file without these lines is not
run.

`fixed/NAME.py` beside `NAME.py` is the file after its fixes, and `# fix: safe` or `# fix: unsafe, WHAT IT ASSUMES` says
what they are. `# python: 3.12` at the top: the syntax is newer than our oldest Python. `# python: -3.13`:
Python 3.13 is the last of which this is true.

Names that nothing defines (`launch`, `ready`, ...) stand for imported functions of which nothing is known.
"""

from __future__ import annotations

import ast
import contextlib
import re
import sys
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace

from lab.fetch import ROOT
from nsa_lint.model import Diagnostic

FOLDER = ROOT / "tests" / "cases"
FIXED = "fixed"  # the folder of twins

Report = tuple[int, str, str]  # line, code, name

_WORD = r"[\w.\u0300-\u036f]+"
_REPORT = re.compile(rf" *# (NSA\d{{3}}): ({_WORD}(?:, {_WORD})*)( by default)?(?=$|  #)", re.MULTILINE)
_RUN = re.compile(r"# run:(.*)|# not run: .*")
_FIX = re.compile(r"^# fix: (safe|unsafe)(?:, (.*))?\n", re.MULTILINE)
_PYTHON = re.compile(r"# python: (-?)3\.(\d+)\n")
# What a path that runs may end with; a NameError is what is looked for.
_ENDS = (ValueError, AssertionError, SystemExit, LookupError, TypeError, AttributeError, ZeroDivisionError, ImportError)


@dataclass(frozen=True)
class Section:
    """A part of a file, and how it is run; `calls` is None where it cannot be."""

    text: str  # without the lines that say how to run it
    calls: tuple[str, ...] | None

    @property
    def id(self) -> str:
        """What its first call says, or where it starts."""
        return (self.calls or ("",))[0] or "import"

    @cached_property
    def names(self) -> frozenset[str]:
        """The names that it announces."""
        return frozenset(name for line in self.text.splitlines() for _, name in announced(line))


@dataclass(frozen=True)
class Case:
    """One file."""

    path: Path
    text: str

    @property
    def id(self) -> str:
        return self.path.relative_to(FOLDER).with_suffix("").as_posix()

    @cached_property
    def reports(self) -> Counter[Report]:
        """What the file announces."""
        lines = enumerate(self.text.splitlines(), 1)
        return Counter((number, code, name) for number, line in lines for code, name in announced(line))

    @cached_property
    def always(self) -> Counter[Report]:
        """Those that it announces with the default scope, whatever their code."""
        lines = enumerate(self.text.splitlines(), 1)
        return Counter((number, code, name) for number, line in lines for code, name in announced(line, always=True))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts of the file that say how they are run; none where it does not."""
        parts = list(_sections(self.text))
        if not any(closed for _, closed in parts):
            return ()
        if not parts[-1][1]:
            raise ValueError(f"{self.path} ends with code that no '# run:' line follows; expected '# run: CALL'")
        return tuple(part for part, _ in parts)

    @property
    def definitions(self) -> list[Section]:
        """The functions of a file that holds nothing else, or else the whole file."""
        nodes = ast.parse(self.text).body
        if not all(isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) for node in nodes):
            return [Section(self.text, None)]
        lines = self.text.splitlines(keepends=True)
        return [Section("".join(lines[node.lineno - 1 : node.end_lineno]), None) for node in nodes]

    @property
    def supported(self) -> bool:
        """Whether the file is for this Python."""
        newer = _PYTHON.match(self.text)
        if newer is None:
            return True
        minor = int(newer[2])
        return sys.version_info[1] <= minor if newer[1] else sys.version_info[1] >= minor

    @property
    def everywhere(self) -> bool:
        """Whether the file is for every Python."""
        return _PYTHON.match(self.text) is None

    @cached_property
    def code(self) -> str:
        """The text without what it says of reports; every line where it was."""
        return _REPORT.sub("", self.text)

    @cached_property
    def plain(self) -> str:
        """The code without the line on its fix, to be compared with its twin."""
        return _FIX.sub("", self.code)

    @cached_property
    def fix(self) -> Fix | None:
        """What the file becomes; None where it has no twin."""
        twin = self.path.parent / FIXED / self.path.name
        if not twin.exists():
            return None
        said = _FIX.search(self.text)
        if said is None:
            raise ValueError(f"{self.path} has a fixed twin; expected a line '# fix: safe' or '# fix: unsafe, ...'")
        return Fix(said[1], said[2] or "", twin.read_text(encoding="utf-8"))

    def failing(self, call: str) -> set[str]:
        """The name, if any, that Python finds unbound in one run. Other errors end the run, as they would a path."""
        space: dict[str, object] = {
            "__name__": "case",
            "use": lambda *_, **__: None,
            "fine": lambda *_: 1,
            "boom": _boom,
            "Box": SimpleNamespace,
            "Manager": type("Manager", (contextlib.nullcontext,), {}),
        }
        try:
            exec(compile(self.text, self.path, "exec"), space)
            eval(call or "None", space)
        except NameError as error:
            return set(re.findall(r"'(\w+)'", str(error))[:1])
        except _ENDS as error:
            return {*self._unset(error, space), *self._none(error, space)}
        return set()

    def _unset(self, error: BaseException, space: Mapping[str, object]) -> Iterator[str]:
        """The attribute that an object of the file's own misses and the file sets; reports say `self.x`."""
        if not isinstance(error, AttributeError) or type(error.obj).__module__ != space["__name__"]:
            return
        if re.search(rf"\bself\.{error.name} = ", self.text):
            yield f"self.{error.name}"

    def _none(self, error: BaseException, space: Mapping[str, object]) -> Iterator[str]:
        """The name that the file imports or binds to None, where the line that failed uses it while it is None."""
        if isinstance(error, (TypeError, AttributeError)) and "NoneType" in str(error):
            frames = traceback.extract_tb(error.__traceback__)
            number = next(frame.lineno for frame in reversed(frames) if frame.filename == str(self.path))
            words = re.findall(r"\w+", self.text.splitlines()[(number or 1) - 1])
            imported = {each for node in ast.walk(ast.parse(self.text)) for each in _imported(node)}
            yield from sorted(imported.intersection(each for each in words if space.get(each, 0) is None))[:1]


@dataclass(frozen=True)
class Fix:
    """`safety`: 'safe' or 'unsafe'; `assumes`: a part of what an unsafe fix says that it assumes."""

    safety: str
    assumes: str
    text: str


def load(*folders: str) -> list[Case]:
    """The cases of `tests/cases/` in these folders or of these names (patterns); without any, all that there are."""
    patterns = [f"{each}{end}" for each in folders for end in ("/**/*.py", ".py")] or ["**/*.py"]
    paths = sorted({path for each in patterns for path in FOLDER.glob(each) if path.parent.name != FIXED})
    if not paths:
        raise FileNotFoundError(f"no case in {', '.join(folders) or FOLDER}; expected Python files")
    cases = (Case(path, path.read_text(encoding="utf-8")) for path in paths)
    return [case for case in cases if case.supported]


def snippets() -> list[str]:
    """Small texts: every section of every case, and the files that have none."""
    return [text for case in load() for text in ([part.text for part in case.sections] or [case.text])]


def announced(line: str, always: bool = False) -> Iterator[tuple[str, str]]:
    """(code, name) of the reports that a line announces; `always`: of those that it announces by default."""
    for code, names, by_default in _REPORT.findall(line):
        if by_default or not always:
            for name in names.split(", "):
                yield code, name


def reports_of(found: Iterable[Diagnostic]) -> Counter[Report]:
    """What was reported, as a file announces it."""
    return Counter((each.line, each.code, each.name) for each in found)


def _sections(text: str) -> Iterator[tuple[Section, bool]]:
    """The parts of a text, and whether lines that say how to run it close it."""
    lines: list[str] = []
    calls: list[str] | None = None
    closed = False
    for line in text.splitlines(keepends=True):
        run = _RUN.match(line)
        if run is not None:
            closed = True
            if run[1] is not None:
                calls = [*(calls or ()), run[1].strip()]
            continue
        if closed and line.strip():
            yield Section("".join(lines), None if calls is None else tuple(calls)), True
            lines, calls, closed = [], None, False
        lines.append(line)
    if "".join(lines).strip():
        yield Section("".join(lines), None if calls is None else tuple(calls)), closed


def _imported(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from (each.asname or each.name for each in node.names)


def _boom(*_: object) -> object:
    raise ValueError("boom")
