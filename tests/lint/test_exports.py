"""NSA105: imports of names that another module of the package binds in some arms only. The packages are run."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lab.faces import nsa_lint
from lab.packages import write_package
from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.package import exports
from nsa_lint.package.index import Index
from nsa_lint.package.outline import imports_conditionally
from nsa_lint.run import files
from nsa_lint.run.cache import open_cache
from nsa_lint.run.settings import load
from nsa_lint.syntax.source import Source

ALL = Options(scope="all")
TRIED = "try:\n    import fastlib\n    HAS_FASTLIB = True\nexcept ImportError:\n    HAS_FASTLIB = False\n"
# What binds `name`, in `pkg/mod.py`; the second field: whether some platform or installation leaves it out
EXPORTS = {
    "if": ("if is_cuda():\n    def name(): ...\n", True),
    "flag": ("_is_cuda = is_cuda()\nif _is_cuda:\n    name = 1\n", True),
    "elif": ("if is_cuda():\n    name = 1\nelif is_gpu_available():\n    name = 2\n", True),
    "handler": ("try:\n    from fastlib import name\nexcept ImportError:\n    HAS_FASTLIB = False\n", True),
    "flag_of_an_import": (TRIED + "if HAS_FASTLIB:\n    name = fastlib.name\n", True),
    "nested": ("if is_cuda():\n    pass\nelse:\n    if is_gpu_available():\n        name = 1\n", True),
    "else": ("if is_cuda():\n    name = 1\nelse:\n    name = 2\n", False),
    "before": ("name = None\nif is_cuda():\n    name = 1\n", False),
    "after": ("if is_cuda():\n    name = 1\nname = 2\n", False),
    "refused": ("if is_cuda():\n    name = 1\nelse:\n    raise RuntimeError('no other way')\n", False),
    "getattr": ("if is_cuda():\n    name = 1\n\n\ndef __getattr__(_):\n    return None\n", False),
    "globals": ("if is_cuda():\n    name = 1\nelse:\n    globals()['name'] = 2\n", False),
}
EXPECTED = "from unittest import TestCase\n\ncase = TestCase()\n"
# How `pkg/use.py` imports it
IMPORTS = {
    "plain": "from pkg.mod import name\n",
    "relative": "from .mod import (\n    name as other,\n)\n",
    "caught": "try:\n    from pkg.mod import name\nexcept ImportError:\n    name = None\n",
    "caught_all": "try:\n    from pkg.mod import name\nexcept Exception:\n    name = None\n",
    "caught_otherwise": "try:\n    from pkg.mod import name\nexcept KeyError:\n    name = None\n",
    "suppressed": "from contextlib import suppress\n\nwith suppress(ImportError):\n    from pkg.mod import name\n",
    "suppressed_all": (
        "import contextlib\n\nwith open(__file__), contextlib.suppress(Exception):\n    from pkg.mod import name\n"
    ),
    "suppressed_with_another": (
        "from contextlib import suppress\n\nwith suppress(KeyError, ImportError):\n    from pkg.mod import name\n"
    ),
    "suppressed_otherwise": (
        "from contextlib import suppress\n\nwith suppress(KeyError):\n    from pkg.mod import name\n"
    ),
    "expected": (
        "from contextlib import suppress as raises\n\nwith raises(ImportError):\n    from pkg.mod import name\n"
    ),
    "expected_in_a_test": EXPECTED + "with case.assertRaises(ImportError):\n    from pkg.mod import name\n",
    "expected_with_another": (
        EXPECTED + "with case.assertRaisesRegex((KeyError, ImportError), 'name'):\n    from pkg.mod import name\n"
    ),
    "expected_otherwise": EXPECTED + "with case.assertRaises(KeyError):\n    from pkg.mod import name\n",
    "in_a_with": "with open(__file__):\n    from pkg.mod import name\n",
    "in_a_with_of_a_name": ("from threading import Lock\n\nLOCK = Lock()\nwith LOCK:\n    from pkg.mod import name\n"),
    "for_types": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from pkg.mod import name\n",
    "in_a_class": "class A:\n    from pkg.mod import name\n",
    "needed": "import fastlib\nfrom pkg.mod import name\n",
}
MOD = "from pkg.lookups import is_cuda, is_gpu_available\n\n"
LOOKUPS = """\
import os


def is_cuda():
    return os.environ.get("CUDA") == "1"


def is_gpu_available():
    return os.environ.get("GPU") == "1"
"""


def package(folder: Path, **modules: str) -> Path:
    texts = {"lookups": LOOKUPS, **modules}
    write_package(folder, "".join(f"# file: pkg/{name}.py\n{text}\n" for name, text in texts.items()))
    return folder / "pkg"


def reported(path: Path, options: Options = ALL) -> list[tuple[int, str]]:
    return [(each.line, each.name) for each in check_safely(Source.read(str(path)), options) if each.code == "NSA105"]


def failing(folder: Path, libraries: Path, modules: list[str]) -> dict[str, bool]:
    """Whether importing each module ends, on some platform and installation, in `cannot import name`."""
    program = f"""\
import importlib, json, sys
failed = {{}}
for module in {modules}:
    try:
        importlib.import_module(module)
    except ImportError as error:
        failed[module] = "cannot import name" in str(error)
    except Exception:
        pass
print(json.dumps(failed))
"""
    found = dict.fromkeys(modules, False)
    for path, fast, gpu in itertools.product((folder, f"{folder}:{libraries}"), "01", "01"):
        environment = {"PYTHONPATH": str(path), "CUDA": fast, "GPU": gpu}
        run = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        for module, failed in json.loads(run.stdout).items():
            found[module] |= failed
    return found


@pytest.mark.needs("process")
def test_what_is_reported_fails_somewhere_and_what_fails_is_reported(tmp_path: Path) -> None:
    libraries = tmp_path / "libraries"
    libraries.mkdir()
    (libraries / "fastlib.py").write_text("name = 1\n")
    project = tmp_path / "project"
    project.mkdir()
    uses = {}
    modules = {f"mod_{name}": MOD + text for name, (text, _) in EXPORTS.items()}
    for mod, (how, text) in itertools.product(EXPORTS, IMPORTS.items()):
        uses[f"use_{mod}_{how}"] = text.replace("mod import", f"mod_{mod} import")
    folder = package(project, **modules, **uses)
    truth = failing(project, libraries, [f"pkg.{use}" for use in uses])
    found = {use: reported(folder / f"{use}.py") != [] for use in uses}
    needs_the_same = {f"use_{mod}_needed" for mod in ("handler", "flag_of_an_import")}
    for mod, (_, left_out) in EXPORTS.items():
        assert truth[f"pkg.use_{mod}_plain"] is left_out, mod
    for use in uses.keys() - needs_the_same:
        assert found[use] is truth[f"pkg.{use}"], use
    assert not any(found[use] for use in needs_the_same)  # where the name is missing, so is what the file needs
    assert sum(found.values()) > 20


@pytest.mark.parametrize(
    "text",
    [
        "from pkg.lookups import is_cuda\n\nif is_cuda():\n    from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n_is_cuda = is_cuda()\nif _is_cuda:\n    from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\nif not is_cuda():\n    raise ImportError\nfrom pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n\ndef run():\n    if is_cuda():\n        from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n\ndef run():\n    assert is_cuda()\n    from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\nif is_cuda():\n    pass\nelse:\n    raise ImportError\n"
        "from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n\ndef run(x):\n    if x:\n        return\n    else:\n        x += 1\n"
        "        if not is_cuda():\n            return\n    from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n\ndef run(x):\n    with x:\n        if not is_cuda():\n            return\n"
        "    from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n\ndef run(x):\n    try:\n        x += 1\n    finally:\n"
        "        assert is_cuda()\n    from pkg.mod import name\n",
        "from pkg import lookups\n\nwhile lookups.is_cuda():\n    from pkg.mod import name\n    break\n",
        "import pytest\n\npytest.importorskip('cuda')\nfrom pkg.mod import name\n",
    ],
)
def test_an_import_under_the_same_test_is_not_reported(tmp_path: Path, text: str) -> None:
    folder = package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", use=text)
    assert reported(folder / "use.py") == []


@pytest.mark.parametrize(
    "text",
    [
        "from pkg.lookups import is_gpu_available\n\nif is_gpu_available():\n    from pkg.mod import name\n",
        "def run():\n    from pkg.mod import name\n    return name\n",
        "from pkg.lookups import is_cuda\n\n\ndef run(x):\n    if x:\n        x = 0\n    else:\n        x += 1\n"
        "        if not is_cuda():\n            return\n    from pkg.mod import name\n",
        "from contextlib import suppress\nfrom pkg.lookups import is_cuda\n\n\ndef run(x):\n"
        "    with suppress(TypeError):\n        x += 1\n        if not is_cuda():\n            return\n"
        "    from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n\ndef test(self, x):\n    with self.assertRaises(TypeError):\n"
        "        x += 1\n        if not is_cuda():\n            return\n    from pkg.mod import name\n",
        "from pkg.lookups import is_cuda\n\n\ndef run(x):\n    for _ in x:\n        if not is_cuda():\n"
        "            return\n    from pkg.mod import name\n",
    ],
)
def test_an_import_under_another_test_or_in_a_function_is_reported(tmp_path: Path, text: str) -> None:
    folder = package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", use=text)
    assert [name for _, name in reported(folder / "use.py")] == ["name"]


FAST = {
    "a_call": "FAST = {}()\n",
    "an_annotation": "FAST: bool = {}()\n",
    "one_of_several": "LATE = AGAIN = {}()\nFAST = bool(AGAIN)\n",
    "an_arm": "if {}():\n    FAST = True\nelse:\n    FAST = False\n",
    "a_name_of_three": "FIRST = {}()\nSECOND = FIRST\nTHIRD = SECOND\nFAST = THIRD\n",
    "a_function": "def FAST(x=0):\n    return {}()\n",
    "a_function_of_a_flag": "LATE = {}()\n\n\ndef FAST(x=0):\n    return LATE\n",
}


@pytest.mark.parametrize(("predicate", "names"), [("is_cuda", []), ("is_gpu_available", ["name"])])
@pytest.mark.parametrize("head", ["", "from .flags import FAST\n", "from .again import FAST\n"])
@pytest.mark.parametrize("flag", FAST)
def test_a_flag_is_followed_to_what_sets_it(
    tmp_path: Path, flag: str, head: str, predicate: str, names: list[str]
) -> None:
    """One that another predicate sets is none of the guard."""
    flags = f"from pkg.lookups import {predicate}\n\n" + FAST[flag].format(predicate)
    use = f"{head or flags}\nif FAST:\n    from pkg.mod import name\n"
    modules = {"flags": flags, "again": "from .flags import FAST\n", "mod": MOD + "if is_cuda():\n    name = 1\n"}
    folder = package(tmp_path, **modules, use=use)
    assert [name for _, name in reported(folder / "use.py")] == names


def test_a_flag_that_many_flags_read_is_followed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    origin = Index.origin
    monkeypatch.setattr(Index, "origin", lambda index, module, name: asked.append(name) or origin(index, module, name))
    flags = "".join(f"F{number} = F{number + 1} or F{number + 1} or not F{number + 1}\n" for number in (2, 1, 0))
    text = f"from pkg.lookups import is_cuda\n\nF3 = is_cuda()\n{flags}\nif F0:\n    from pkg.mod import name\n"
    folder = package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", use=text)
    assert reported(folder / "use.py") == []
    assert [asked.count(f"F{number}") for number in range(4)] == [1, 1, 1, 1]


def test_a_module_of_four_megabytes_is_looked_at_and_a_larger_one_is_not(tmp_path: Path) -> None:
    use = "from pkg.mod import name\n"
    folder = package(tmp_path, use=use, mod="")
    for size in (4_000_000, 4_000_001):
        (folder / "mod.py").write_text("#" * (size - len(GUARDED) - 1) + "\n" + GUARDED)
        assert imports_conditionally(str(folder / "use.py"), use) is (size == 4_000_000)


GUARDED = "from pkg.lookups import is_cuda\n\nif is_cuda():\n    name = 1\n"
TRYING = "try:\n    import fastlib\n\n    name = 1\nexcept ImportError:\n    pass\n"
ENDS = [
    "sys.exit('none')",
    "exit()",
    "os._exit(1)",
    "pytest.skip('none', allow_module_level=True)",
    "pytest.fail('none')",
]


@pytest.mark.parametrize("call", [*ENDS, "print('none')", "exit", "sys.exit.__name__", "log.exits('none')"])
@pytest.mark.parametrize(
    ("mod", "use"),
    [
        (GUARDED, "from pkg.lookups import is_cuda\n\nif not is_cuda():\n    {}\n"),
        (GUARDED, "from pkg.lookups import is_cuda\n\nif is_cuda():\n    pass\nelif x:\n    {}\nelse:\n    {}\n"),
        (
            GUARDED,
            "from pkg.lookups import is_cuda\n\ntry:\n    if not is_cuda():\n        raise OSError\n"
            "except OSError:\n    {}\n",
        ),
        (TRYING, "try:\n    import fastlib\nexcept ImportError:\n    {}\n"),
        (TRYING, "try:\n    import fastlib\nexcept ImportError:\n    print('none')\n    {}\n"),
        (TRYING, "try:\n    import fastlib\nexcept ImportError:\n    if x:\n        raise\n    else:\n        {}\n"),
        (TRYING, "try:\n    import fastlib\nexcept OSError:\n    raise\nexcept ImportError:\n    {}\n"),
    ],
    ids=["if", "else", "a raise in a try", "try", "after a message", "in an else", "another handler"],
)
def test_an_import_after_what_ends_where_the_name_is_missing_is_not_reported(
    tmp_path: Path, mod: str, use: str, call: str
) -> None:
    """A call that goes on, or no call, ends nothing."""
    text = use.replace("{}", call) + "from pkg.mod import name\n"
    folder = package(tmp_path, mod=mod, use=text)
    assert [name for _, name in reported(folder / "use.py")] == ([] if call in ENDS else ["name"])


def test_a_name_that_is_a_module_can_be_imported(tmp_path: Path) -> None:
    text = "from pkg.lookups import is_cuda\n\nif is_cuda():\n    from . import name, other as name2\n"
    folder = package(tmp_path, name="", use="from . import name, name2\n")
    (folder / "__init__.py").write_text(text)
    assert reported(folder / "use.py") == [(1, "name2")]


def test_the_report_says_where_the_name_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", use="from pkg.mod import name\n")
    monkeypatch.chdir(tmp_path)
    options = ("check", "--isolated", "--no-cache", "--select=NSA105", "pkg")
    assert nsa_lint(*options).lines == [
        "pkg/use.py:1:21: NSA105 'name' cannot be imported when no arm of the if at pkg/mod.py:3 is taken "
        "(not (is_cuda())); the arm at pkg/mod.py:3 binds it",
        "",
        "     imports  1 | from pkg.mod import name",
        "                |                     ^^^^",
        "",
        "  fails when",
        "    pkg/mod.py:3  false  is_cuda()",
        "",
        "  to decide: Bind 'name' in every arm at pkg/mod.py:3, or import it only under the test that decides there.",
        "",
        "1 finding in 1 file",
    ]
    [result] = json.loads(nsa_lint(*options, "--output-format=sarif").out)["runs"][0]["results"]
    places = [each["physicalLocation"]["artifactLocation"]["uri"] for each in result["relatedLocations"]]
    flow = result["codeFlows"][0]["threadFlows"][0]["locations"]
    steps = [each["location"]["physicalLocation"]["artifactLocation"]["uri"] for each in flow]
    assert places == ["pkg/mod.py", "pkg/mod.py"]
    assert steps == ["pkg/mod.py", "pkg/use.py"]
    [finding] = json.loads(nsa_lint(*options, "--output-format=json").out)["findings"]
    assert finding["proof"]["file"] == "pkg/mod.py"
    assert finding["fix"] is None


@pytest.mark.needs("process")
def test_both_faces_agree_and_standard_input_is_checked_where_its_name_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "from pkg.mod import name\n"
    package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", use=text, again=text)
    monkeypatch.chdir(tmp_path)
    flake8 = [sys.executable, "-m", "flake8", "--isolated", "--select", "NSA105", "--nsa-scope=all"]
    expected = ["pkg/again.py:1:21:", "pkg/use.py:1:21:"]
    run = subprocess.run([*flake8, "-j2", "pkg"], capture_output=True, text=True)
    assert sorted(line.partition(" ")[0] for line in run.stdout.splitlines()) == expected
    ours = nsa_lint("check", "--isolated", "--no-cache", "--scope=all", "--output-format=concise", "pkg")
    assert [line.partition(" ")[0] for line in ours.lines] == expected
    run = subprocess.run([*flake8, "--stdin-display-name=pkg/use.py", "-"], input=text, capture_output=True, text=True)
    assert run.stdout.partition(" ")[0] == "pkg/use.py:1:21:"


def test_without_the_package_by_default_and_outside_a_package_nothing_is_said(tmp_path: Path) -> None:
    folder = package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", use="from pkg.mod import name\n")
    assert reported(folder / "use.py", Options(scope="all", package=False)) == []
    assert reported(folder / "use.py", Options()) == []
    script = tmp_path / "script.py"
    script.write_text("from pkg.mod import name\n")
    assert reported(script) == []


def test_noqa_silences_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", use="from pkg.mod import name  # noqa: NSA105\n")
    monkeypatch.chdir(tmp_path)
    assert nsa_lint("check", "--isolated", "--no-cache", "--scope=all", "pkg").status == 0


def test_the_cache_notices_what_the_other_module_binds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = package(tmp_path, mod="name = 1\n", use="from pkg.mod import name\n")
    settings = load(["--isolated", "--nsa-scope=all", str(folder)])
    path = str(folder / "use.py")
    run = files.Run(settings, open_cache(tmp_path / "cache", settings.options))

    def found() -> list[str]:
        return [each.code for each in files.check_file(path, run).diagnostics]

    assert found() == []
    (folder / "mod.py").write_text(MOD + "if is_cuda():\n    name = 1\n")
    assert found() == ["NSA105"]
    with monkeypatch.context() as patch:
        patch.setattr(files, "check_alone", lambda *_: pytest.fail("what is known was worked out again"))
        assert found() == ["NSA105"]
    (folder / "mod.py").write_text(MOD + "if is_cuda():\n    name = 1\nelse:\n    name = 22\n")
    assert found() == []


def test_a_module_is_analysed_once_for_all_that_import_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uses = {f"use_{number}": "from pkg.mod import name\n" for number in range(5)}
    folder = package(tmp_path, mod=MOD + "if is_cuda():\n    name = 1\n", **uses)
    times = []
    analysed = exports._left_out
    monkeypatch.setattr(exports, "_left_out", lambda *given: times.append(1) or analysed(*given))
    for use in uses:
        assert reported(folder / f"{use}.py") == [(1, "name")]
    assert len(times) == 1


@pytest.mark.parametrize("broken", ["if is_cuda(:\n    name = 1\n", "\0", "if is_cuda():\n    name = 1\n" * 200_000])
def test_a_module_that_cannot_be_used_says_nothing_and_takes_no_time(tmp_path: Path, broken: str) -> None:
    folder = package(tmp_path, mod=broken, use="from pkg.mod import name\n")
    start = time.process_time()
    assert reported(folder / "use.py") == []
    assert time.process_time() - start < 5


def test_most_files_are_known_by_their_text(tmp_path: Path) -> None:
    mod = "import os\n\nif os.name == 'nt':\n    os.system('cls')\n\n\ndef name():\n    return 1\n"
    folder = package(tmp_path, mod=mod, use="from pkg.mod import name\n")
    assert not imports_conditionally(str(folder / "use.py"), "from pkg.mod import name\n")
    assert not imports_conditionally(str(folder / "use.py"), "import json\n")
    assert imports_conditionally(str(folder / "use.py"), "from pkg.mod import system\n")


def test_what_is_no_module_of_the_package_imports_nothing_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = package(tmp_path, mod="from pkg.lookups import is_cuda\n\nif is_cuda():\n    name = 1\n", use="")
    monkeypatch.chdir(folder)
    found = [imports_conditionally(path, "from pkg.mod import name\n") for path in ("use.py", "use.ipynb", "<stdin>")]
    assert found == [True, False, False]
