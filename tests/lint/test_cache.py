"""The cache never changes what is told: not across versions, options, concurrent runs, or damage."""

from __future__ import annotations

import dataclasses
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab import fetch, surgery
from lab.cases import load
from lab.check import EVERY_CODE
from lab.faces import Outcome, nsa_lint
from nsa_lint.analysis.bdd import TooComplex
from nsa_lint.checker import check
from nsa_lint.options import Options
from nsa_lint.rules import RULES
from nsa_lint.run import cache as module
from nsa_lint.run import files as running
from nsa_lint.run.cache import Known, name_of, open_cache, user_folder
from nsa_lint.syntax.source import Source

BROKEN = """\
def f(m):
    if TRITON_AVAILABLE:
        fill(m)
    else:
        x = 1
    return x
"""
BACKEND = "sglang/srt/layers/attention/nsa_backend.py"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the files that are analysed, not looked up."""
    paths: list[str] = []
    real = running.check_alone

    def counted(source: Source, options: Options) -> object:
        paths.append(source.path)
        return real(source, options)

    monkeypatch.setattr(running, "check_alone", counted)
    return paths


def told(*arguments: str, path: str = "module.py") -> Outcome:
    return nsa_lint("check", "--isolated", "--cache-dir=kept", "--output-format=json", *arguments, path)


def entries() -> list[Path]:
    return [path for path in Path("kept").glob("v1-*/??/*") if path.is_file()]


def test_a_second_run_says_the_same_and_analyses_nothing(analysed: list[str]) -> None:
    Path("module.py").write_text(BROKEN)
    first = told()
    assert "NSA101" in first.out and first.status == 1
    assert analysed.count("module.py") == 1
    assert told() == first
    assert analysed.count("module.py") == 1


@pytest.mark.parametrize("change", [surgery.broken, surgery.fixed])
@pytest.mark.parametrize("scope", ["dispatch", "all"])
def test_the_real_file_comes_back_with_its_proofs(scope: str, change: Callable[[str], str], tmp_path: Path) -> None:
    text = change(fetch.text("sglang", "0.5.8", BACKEND))
    found = check(Source.of_text("module.py", text), Options(scope=scope))
    cache = open_cache(tmp_path, Options(scope=scope))
    cache.put(name_of(text.encode()), Known(tuple(found), True))
    assert cache.get(name_of(text.encode())) == Known(tuple(found), True)


def test_every_kind_of_report_comes_back_as_it_was(tmp_path: Path) -> None:
    found = {case.text: tuple(check(Source.of_text("module.py", case.text), EVERY_CODE)) for case in load()}
    cache = open_cache(tmp_path, EVERY_CODE)
    for text, reports in found.items():
        cache.put(name_of(text.encode()), Known(reports, False))
    again = open_cache(tmp_path, EVERY_CODE)
    for text, reports in found.items():
        assert again.get(name_of(text.encode())) == Known(reports, False)
    assert {each.code for reports in found.values() for each in reports} == RULES.keys() - {
        "NSA105", "NSA901", "NSA902",
    }  # fmt: skip


def test_a_changed_file_is_analysed_anew() -> None:
    Path("module.py").write_text(BROKEN)
    assert told().status == 1
    Path("module.py").write_text(BROKEN.replace("fill(m)", "x = fill(m)"))
    assert told().status == 0


def test_a_file_beside_it_that_hides_an_import_is_seen() -> None:
    Path("module.py").write_text(
        "def run(f):\n    try:\n        import queue\n\n        x = 1\n        f(queue)\n"
        "    except Exception:\n        pass\n    return x\n"
    )
    assert told("--scope=all").status == 0
    Path("queue.py").write_text("")
    assert told("--scope=all").status == 1
    Path("queue.py").unlink()
    assert told("--scope=all").status == 0


def test_options_have_entries_of_their_own() -> None:
    Path("module.py").write_text("def f(a):\n    if a:\n        x = 1\n    return x\n")
    assert [told(f"--scope={scope}").status for scope in ("dispatch", "all", "dispatch", "all")] == [0, 1, 0, 1]
    Path("module.py").write_text("def f(odd):\n    if odd:\n        x = 1\n    return x\n")
    assert [told(*guards).status for guards in ((), ("--guards=odd",), (), ("--guards=odd",))] == [0, 1, 0, 1]


def test_select_and_noqa_are_applied_to_what_is_kept(analysed: list[str]) -> None:
    Path("module.py").write_text(BROKEN.replace("return x", "return x  # noqa: NSA101"))
    assert told().status == 0
    assert told("--disable-noqa").status == 1
    assert told("--disable-noqa", "--ignore=NSA101").status == 0
    assert analysed.count("module.py") == 1


def test_a_comment_that_silences_nothing_is_told_again(analysed: list[str]) -> None:
    Path("module.py").write_text("x = 1  # noqa: NSA101\n")
    first = told()
    assert "NSA902" in first.out
    assert told() == first
    assert analysed.count("module.py") == 1


def test_two_files_with_one_content_have_their_own_names() -> None:
    for name in ("one.py", "two.py"):
        Path(name).write_text(BROKEN)
    assert '"one.py"' in told(path="one.py").out
    assert '"two.py"' in told(path="two.py").out
    assert len(entries()) == 1


@pytest.mark.parametrize("other", ["version", "source", "python"])
def test_another_version_knows_nothing_of_it(other: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = open_cache(tmp_path, Options())
    before.put(name_of(b"x"), Known((), False))
    assert open_cache(tmp_path, Options()).get(name_of(b"x")) is not None
    if other == "version":
        monkeypatch.setattr(module, "__version__", "99")
    elif other == "source":
        monkeypatch.setattr(module, "_own_source", lambda: "changed")
    else:
        monkeypatch.setattr(module.sys, "version", "9.9")
    assert open_cache(tmp_path, Options()).get(name_of(b"x")) is None


def test_every_module_of_the_checker_counts_as_its_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "package"
    (package / "below").mkdir(parents=True)
    monkeypatch.setattr(module, "__file__", str(package / "run" / "cache.py"))
    hashes = set()
    for content in ("a", "b"):
        (package / "below" / "part.py").write_text(content)
        hashes.add(module._own_source.__wrapped__())
    assert len(hashes) == 2


def test_what_is_installed_while_a_process_runs_is_not_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = module._own_source()
    monkeypatch.setattr(module, "__file__", str(tmp_path / "run" / "cache.py"))
    assert module._own_source.__wrapped__() != before
    assert module._own_source() == before


def test_the_source_that_counts_is_that_of_the_whole_package(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = Path.read_bytes

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    module._own_source.__wrapped__()
    assert {"rules.py", "checker.py", "options.py", "source.py", "cache.py"} <= set(read)


@pytest.mark.parametrize("field", [each.name for each in dataclasses.fields(Options)])
def test_no_option_is_left_out_of_the_key(field: str, tmp_path: Path) -> None:
    others: dict[str, object] = {"scope": "all", "guards": ("odd",), "no_return": ("stop",), "also": ("NSA2",)}
    others |= {"max_nodes": 7, "package": False}
    changed = dataclasses.replace(Options(), **{field: others[field]})  # type: ignore[arg-type]
    assert open_cache(tmp_path, Options()) != open_cache(tmp_path, changed)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut short": lambda data: data[: len(data) // 2],
    "one bit": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "another thing": lambda data: b"\x80\x04\x95\x00\n" + data,
    "well-formed, but no entry": lambda data: module._digest(b"[1, 2, 3]") + b"\n[1, 2, 3]",
    "well-formed, of other types": lambda data: module._digest(b'[[["NSA101"]], 1]') + b'\n[[["NSA101"]], 1]',
    "nested deeply": lambda data: module._digest(b"[" * 100_000) + b"\n" + b"[" * 100_000,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_entry_counts_as_missing_and_is_replaced(
    damage: Callable[[bytes], bytes], analysed: list[str]
) -> None:
    Path("module.py").write_text(BROKEN)
    first = told()
    [entry] = entries()
    good = entry.read_bytes()
    entry.write_bytes(damage(good))
    assert told() == first
    assert analysed.count("module.py") == 2
    assert entry.read_bytes() == good


def test_a_folder_in_the_place_of_an_entry_costs_only_time() -> None:
    Path("module.py").write_text(BROKEN)
    first = told()
    [entry] = entries()
    entry.unlink()
    entry.mkdir()
    assert told() == first


def test_what_could_not_be_analysed_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("module.py").write_text(BROKEN)
    with monkeypatch.context() as patch:
        patch.setattr("nsa_lint.checker.check", lambda source, options: 1 // 0)
        assert "internal error" in told().out
    assert not entries()
    assert "NSA101" in told().out


def test_a_function_too_deep_for_this_stack_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def recurses(*_: object, **__: object) -> None:
        raise RecursionError

    Path("module.py").write_text(BROKEN)
    with monkeypatch.context() as patch:
        patch.setattr("nsa_lint.analysis.scope.walk_scope_body", recurses)
        assert "nested too deeply" in told().out
    assert not entries()
    assert "NSA101" in told().out


def test_a_function_too_large_to_analyse_is_not_tried_again(
    analysed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """These are what takes longest."""

    def gives_up(*_: object, **__: object) -> None:
        raise TooComplex("its conditions need more than 1 decision nodes")

    monkeypatch.setattr("nsa_lint.analysis.scope.walk_scope_body", gives_up)
    Path("module.py").write_text(BROKEN)
    first = told()
    assert "NSA901" in first.out
    assert told() == first
    assert analysed.count("module.py") == 1


def test_no_cache_reads_and_writes_nothing() -> None:
    Path("module.py").write_text(BROKEN)
    assert told("--no-cache").status == 1
    assert not Path("kept").exists()


def test_without_a_folder_given_the_users_own_is_taken() -> None:
    Path("module.py").write_text(BROKEN)
    assert nsa_lint("check", "--isolated", "module.py").status == 1
    assert user_folder() == Path(os.environ["XDG_CACHE_HOME"], "nsa-lint")
    assert list(user_folder().glob("v1-*/??/*"))
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["module.py"]


def test_a_users_folder_that_cannot_be_made_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("module.py").write_text(BROKEN)
    Path("file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path("file").resolve()))
    assert nsa_lint("check", "--isolated", "module.py").status == 1


def test_a_folder_given_that_cannot_be_made_is_named() -> None:
    Path("module.py").write_text(BROKEN)
    Path("kept").touch()
    outcome = told()
    assert outcome.status == 2
    assert "--cache-dir is 'kept'; expected a folder that can be written" in outcome.err


def test_the_folder_says_what_it_is() -> None:
    Path("module.py").write_text(BROKEN)
    told()
    assert Path("kept", "CACHEDIR.TAG").read_bytes().startswith(b"Signature: 8a477f597d28d172789f06886806bc55")
    assert Path("kept", ".gitignore").read_text() == "*\n"


def test_fixes_are_made_from_what_is_kept(analysed: list[str]) -> None:
    text = BROKEN.replace("fill(m)", "fill(m, out=m.buf)").replace("x = 1", "x = m.sum()\n        m.buf.copy_(x)")
    Path("module.py").write_text(text)
    assert told().status == 1
    assert nsa_lint("check", "--isolated", "--cache-dir=kept", "--fix", "module.py").status == 0
    assert "x = m.buf" in Path("module.py").read_text()


def test_many_writers_of_one_entry_leave_a_whole_one(tmp_path: Path) -> None:
    found = tuple(check(Source.of_text("module.py", BROKEN), Options()))
    cache = open_cache(tmp_path, Options())
    known = Known(found, False)

    def work(_: int) -> bool:
        cache.put(name_of(b"content"), known)
        return cache.get(name_of(b"content")) in (known, None)

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(work, range(200)))
    assert cache.get(name_of(b"content")) == known


def test_a_file_with_nothing_to_tell_is_a_line_that_no_other_damage_forges(tmp_path: Path) -> None:
    contents = [b"one", b"two", b"three"]
    for content in contents:
        open_cache(tmp_path, Options()).put(name_of(content), Known((), False))
    [place] = tmp_path.glob("v1-*/clean")
    first, second, third = place.read_bytes().splitlines()
    place.write_bytes(first + b"\n" + second[:10] + third + b"\n" + third[:39])
    cache = open_cache(tmp_path, Options())
    assert [cache.get(name_of(content)) is not None for content in contents] == [True, False, False]


def test_entries_that_nobody_asked_for_in_a_month_are_removed(tmp_path: Path) -> None:
    old, recent = open_cache(tmp_path, Options(max_nodes=1)), open_cache(tmp_path, Options(max_nodes=2))
    foreign = tmp_path / "v1-of-somebody-else"
    foreign.mkdir()
    (foreign / "a file").touch()
    for cache in (old, recent):
        cache.put(name_of(b"x"), Known((), False))
    month = time.time() - 31 * 24 * 3600
    for folder in (Path(old.folder), foreign):
        os.utime(folder, (month, month))
    open_cache(tmp_path, Options())
    assert not Path(old.folder).exists()
    assert open_cache(tmp_path, Options(max_nodes=2)).get(name_of(b"x")) is not None
    assert (foreign / "a file").exists()
