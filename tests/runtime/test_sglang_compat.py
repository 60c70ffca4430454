"""SGLang's names and signatures, and putting them in place."""

from __future__ import annotations

import ast
import functools
import importlib.metadata
import importlib.util
import inspect
import logging
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import torch

from lab import fetch
from lab import fingerprints as fingerprints_tool
from nsa_runtime import Mode
from nsa_runtime.compat import fingerprints, metadata, prepared, replacements
from nsa_runtime.compat import sglang as compat
from nsa_runtime.compat.ports import port_of
from tests.runtime import sglang
from tests.runtime.batches import DEVICE, Guarded, Problem, assert_filled, random_problem

pytest.importorskip("triton", reason="SGLang's modules import triton: pip install nsa-guard[runtime]")
rivals = pytest.importorskip("benchmarks.rivals")

FUSED = ("fused_dsa_decode_metadata", "fused_dsa_target_verify_metadata", "fused_dsa_draft_extend_metadata")
REPLACED = {  # how many attributes, for the last release of each group
    "0.5.10.post1": 4,
    "0.5.11": 4,
    "0.5.12.post1": 4,
    "0.5.14": 3,
    "0.5.15.post1": 6,
    "0.5.19": 6,
    "0.5.21": 9,
    "0.5.22": 9,
    "0.5.23": 9,
}


@pytest.fixture(scope="module", autouse=True)
def _all_releases() -> None:
    fetch.archives(("sglang", version) for version in sglang.VERSIONS)


@pytest.fixture(autouse=True)
def _nothing_stays_installed() -> Iterator[None]:
    yield
    compat.uninstall()


def _theirs() -> ModuleType:
    """SGLang's fused functions, loaded as the benchmark loads them."""
    sglang.unpack("0.5.23", sglang.functions("0.5.23").replace(".", "/") + ".py")
    module: ModuleType = rivals.load_sglang_metadata(sglang.unpacked("0.5.23"))
    return module


@pytest.mark.parametrize("name", FUSED)
def test_signatures_are_those_of_sglang(name: str) -> None:
    assert _parameters(getattr(compat, name)) == _parameters(getattr(_theirs(), name))


@pytest.mark.parametrize("version", REPLACED)
def test_what_is_replaced_keeps_its_signature(version: str) -> None:
    replacements = port_of(version).replacements()
    with sglang.modules(version, cuda=lambda: False):
        theirs = [replacement.find()[2] for replacement in replacements]
        assert compat.install()
        ours = [replacement.find()[2] for replacement in replacements]
        assert compat.installed() == tuple(replacement.name for replacement in replacements)
    assert len(theirs) == REPLACED[version]
    for left, right in zip(ours, theirs, strict=True):
        assert left is not right
        assert _parameters(left) == _parameters(right)
        assert _can_take(left, right)


def _can_take(ours: Any, theirs: Any) -> bool:
    """Whether what replaces a function takes every argument of its by position, its own signature apart."""
    count = len(inspect.signature(theirs).parameters)
    inspect.signature(ours, follow_wrapped=False).bind(*range(count))
    return True


@pytest.mark.parametrize("name", FUSED)
def test_the_size_of_a_page_has_the_name_that_the_release_gives_it(name: str) -> None:
    older = replacements.renaming(getattr(compat, name), "real_page_size")
    names = list(inspect.signature(getattr(compat, name)).parameters)
    names[names.index("physical_page_size")] = "real_page_size"
    assert list(inspect.signature(older).parameters) == names
    with pytest.raises(TypeError, match="unexpected keyword argument 'page_size'"):
        older(page_size=64)


def _parameters(function: Any) -> list[tuple[str, Any, Any]]:
    return [(each.name, each.kind, each.default) for each in inspect.signature(function).parameters.values()]


def _call(problem: Problem, guarded: Guarded, module: Any = compat) -> None:
    """The fused function of the problem's mode, with the arguments that SGLang's backend gives."""
    rivals.sglang_call(problem.batch(), guarded.buffers, sum(problem.extends), module)()


def _as_called(seed: int) -> Problem:
    """A random problem as SGLang would have it: buffers of exactly the batch, the total known."""
    problem = random_problem(seed)
    problem.total_known = True
    problem.max_batch = problem.max_tokens = None
    problem.ctx_lens = problem.ctx_lens and problem.mode is Mode.TARGET_VERIFY
    return problem


def test_they_are_the_arithmetic() -> None:
    for seed in range(300 if DEVICE.type == "cuda" else 40):
        problem = _as_called(seed)
        guarded = problem.buffers()
        guarded.buffers.num_tokens.fill_(sum(problem.extends) if problem.mode.ragged else problem.shape.max_tokens)
        if problem.mode is Mode.DECODE:  # it has no vector of its own for the expanded lengths
            guarded.buffers.nsa_seqlens_expanded.copy_(torch.tensor(problem.seq_lens, dtype=torch.int32))
        _call(problem, guarded)
        assert_filled(guarded, problem)


@pytest.mark.skipif(DEVICE.type != "cuda", reason="SGLang's kernels run on a GPU alone")
def test_they_are_what_sglang_computes() -> None:
    theirs = _theirs()
    for seed in range(300):
        problem = _as_called(seed)
        if problem.mode is Mode.DRAFT_EXTEND and not sum(problem.extends):
            continue
        guarded, other = problem.buffers(), problem.buffers()
        _call(problem, guarded)
        _call(problem, other, theirs)
        for name in ("cache_seqlens_int32", "cu_seqlens_k", "nsa_cache_seqlens_int32", "nsa_cu_seqlens_k"):
            assert torch.equal(getattr(guarded.buffers, name), getattr(other.buffers, name)), (seed, name)
        assert_filled_like(guarded, other, problem)


def assert_filled_like(ours: Guarded, theirs: Guarded, problem: Problem) -> None:
    """Equal on the live prefix of every row; after it SGLang's writes whole blocks."""
    token = 0
    for request, queries in enumerate(problem.extends):
        kv = problem.seq_lens[request] + problem.shape.kv_delta
        for _ in range(queries):
            for name, unit in (("page_table_1", 1), ("real_page_table", problem.page_size)):
                left, right = getattr(ours.buffers, name), getattr(theirs.buffers, name)
                if left is not None:
                    assert torch.equal(left[token, : -(-kv // unit)], right[token, : -(-kv // unit)]), name
            token += 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"total_len": 9}, r"total_len: expected 0 to .* = 6, got 9"),
        ({"total_len": 5, "static_extend_len": True}, "total_len: expected a multiple of bs = 2"),
        ({"real_page_table": None}, "real_page_table: expected a tensor with physical_page_size 64, got None"),
        ({"physical_page_size": 1, "page_table_1": None}, "page_table_1: expected a tensor with physical_page_size 1"),
        ({"physical_page_size": 48}, "page_size: expected a power of two, got 48"),
    ],
)
def test_arguments_that_cannot_be_are_named(changes: dict[str, Any], message: str) -> None:
    problem = Problem(Mode.DRAFT_EXTEND, 3, [20, 30], [3, 2], [0, 1], pool=2, width=40, total_known=True)
    buffers, batch = problem.buffers().buffers, problem.batch()
    arguments: dict[str, Any] = {
        "seq_lens": batch.seq_lens,
        "extend_seq_lens": batch.extend_seq_lens,
        "req_pool_indices": batch.req_pool_indices,
        "req_to_token": batch.req_to_token,
        "cache_seqlens": buffers.cache_seqlens_int32,
        "cu_seqlens_k": buffers.cu_seqlens_k,
        "page_table_1": buffers.page_table_1,
        "seqlens_expanded": buffers.nsa_seqlens_expanded,
        "dsa_cache_seqlens": buffers.nsa_cache_seqlens_int32,
        "dsa_cu_seqlens_k": buffers.nsa_cu_seqlens_k,
        "real_page_table": buffers.real_page_table,
        "bs": 2,
        "total_len": 5,
        "max_seqlen_k": 40,
        "dsa_index_topk": 8,
        "physical_page_size": 64,
        "max_extend_len": 3,
        "max_total_len": 6,
    }
    with pytest.raises(ValueError, match=message):
        compat.fused_dsa_draft_extend_metadata(**(arguments | changes))


@pytest.mark.parametrize("version", REPLACED)
def test_installing_twice_is_installing_once_and_can_be_undone(version: str) -> None:
    replacements = port_of(version).replacements()
    with sglang.modules(version, cuda=lambda: False):

        def there() -> list[Any]:
            return [replacement.find()[2] for replacement in replacements]

        theirs = there()
        assert compat.install()
        ours = there()
        assert compat.install() and compat.installed()
        assert there() == ours
        assert not set(ours) & set(theirs)
        compat.uninstall()
        assert there() == theirs
        assert compat.installed() == ()
        compat.uninstall()
        assert there() == theirs


def test_other_options_need_another_installation() -> None:
    with sglang.modules("0.5.23", cuda=lambda: False):
        compat.install()
        with pytest.raises(ValueError, match="refresh_schedules: installed with False, got True"):
            compat.install(refresh_schedules=True)
        compat.uninstall()
        assert compat.install(refresh_schedules=True)


@pytest.mark.parametrize("version", sglang.VERSIONS)
def test_every_release_is_installed_whatever_it_is_called(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with sglang.modules(version, cuda=lambda: False):
        monkeypatch.setattr(importlib.metadata, "version", lambda name: "0.5.24.dev7+gabcdef0")
        assert compat.install()
        assert len(compat.installed()) == REPLACED[port_of(version).releases[-1]]


def test_what_was_replaced_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    with sglang.modules("0.5.22", cuda=lambda: False), caplog.at_level(logging.INFO, logger="nsa_runtime"):
        compat.install()
        [line] = caplog.messages
        assert line.startswith("SGLang 0.5.22 (source of 0.5.22): replaced ")
        assert all(name in line for name in compat.installed())


_BACKEND = f"{sglang.ATTENTION}.dsa_backend:DeepseekSparseAttn"
PATCHED = {
    "what is replaced": f"{_BACKEND}MultiStepBackend.init_forward_metadata_out_graph",
    "what ours calls": f"{_BACKEND}Backend._refresh_topk_v2_plan",
    "what makes the tensors": f"{_BACKEND}Backend._build_forward_metadata_cuda_graph",
    "a kernel": "sglang.kernels.ops.attention.dsa.metadata:_fused_dsa_decode_metadata_kernel",
}


@pytest.mark.parametrize("name", PATCHED.values(), ids=PATCHED)
def test_a_patched_source_is_refused_and_nothing_changes(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with sglang.modules("0.5.23", cuda=lambda: False) as load:
        root = _patched(sglang.unpacked("0.5.23"), tmp_path, name)
        monkeypatch.setattr(fingerprints, "installed_root", lambda: root)
        before = [each.find()[2] for each in port_of("0.5.23").replacements()]
        message = re.escape(f"nearest is 0.5.23, of which differ: {name}")
        with pytest.raises(compat.UnsupportedSourceError, match=message):
            compat.install()
        with caplog.at_level(logging.INFO, logger="nsa_runtime"):
            assert compat.install(strict=False) is False
        [line] = caplog.messages
        assert line.startswith("SGLang keeps its own metadata fills: sglang 0.5.23: expected the source of one of ")
        assert [each.find()[2] for each in port_of("0.5.23").replacements()] == before
        assert load and compat.installed() == ()


def _patched(package: Path, folder: Path, name: str) -> Path:
    """A copy of what is unpacked, with one more statement at the beginning of a definition."""
    root = folder / "sglang"
    shutil.copytree(package / "sglang", root)
    node = fingerprints.definition(root, name)
    assert node is not None
    first = node.body[1 if ast.get_docstring(node) is not None else 0]
    file = fingerprints.source_file(root, name.partition(":")[0])
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    lines.insert(first.lineno - 1, " " * first.col_offset + "vendor = True\n")
    file.write_text("".join(lines), encoding="utf-8")
    return root


def test_comments_docstrings_and_annotations_may_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with sglang.modules("0.5.23", cuda=lambda: False):
        root = tmp_path / "sglang"
        shutil.copytree(sglang.unpacked("0.5.23") / "sglang", root)
        for file in root.rglob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None and len(node.body) > 1:
                    node.body = node.body[1:]
                    node.returns = ast.Constant("Anything")
            file.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
        assert fingerprints.nearest(root) == fingerprints.Match("0.5.23", ())


@pytest.mark.parametrize("version", ["0.5.10", "0.5.14", "0.5.23"])
def test_a_function_that_somebody_has_put_in_place_is_refused(version: str) -> None:
    with sglang.modules(version, cuda=lambda: False):
        replacement = port_of(version).replacements()[-1]
        owner, name, theirs = replacement.find()

        @functools.wraps(theirs)
        def patched(*arguments: object) -> object:
            return theirs(*arguments)

        setattr(owner, name, patched)
        message = re.escape(f"expected {replacement.name} as SGLang defines")
        with pytest.raises(compat.UnsupportedSourceError, match=message):
            compat.install()
        assert getattr(owner, name) is patched
        assert compat.installed() == ()


def test_what_is_no_function_is_refused_too() -> None:
    with sglang.modules("0.5.23", cuda=lambda: False) as load:
        name = sglang.functions("0.5.23")
        module = load(name)
        module.fused_dsa_decode_metadata = functools.partial(module.fused_dsa_decode_metadata)
        with pytest.raises(compat.UnsupportedSourceError, match=r"as SGLang defines it, found functools\.partial\("):
            compat.install()
        assert compat.installed() == ()


def test_a_table_of_lengths_that_is_the_releases_own_gets_the_lengths() -> None:
    table = torch.zeros(2, 1, dtype=torch.int32)
    metadata = SimpleNamespace(
        paged_mqa_schedule_metadata=torch.zeros(1), paged_mqa_ctx_lens_2d=table, topk_v2_plan=None
    )
    views: Any = SimpleNamespace(
        cache_seqlens_int32=torch.tensor([3, 5], dtype=torch.int32), paged_mqa_ctx_lens_2d=None
    )
    mode = SimpleNamespace(is_decode_or_idle=lambda: True)
    [copy] = prepared._derived(object(), metadata, views, mode, written=True)
    copy()
    assert table.tolist() == [[3], [5]]


def _mode(**true: bool) -> SimpleNamespace:
    """One of SGLang's modes of releases that know no ragged draft extend."""
    questions = ("is_decode_or_idle", "is_target_verify", "is_draft_extend_v2")
    return SimpleNamespace(**{name: lambda name=name: true.get(name, False) for name in questions})


def test_modes_of_sglang_are_ours_or_refused() -> None:
    assert metadata.mode_of(_mode(is_decode_or_idle=True), ragged=True) is Mode.DECODE
    assert metadata.mode_of(_mode(is_target_verify=True), ragged=True) is Mode.TARGET_VERIFY
    assert metadata.mode_of(_mode(is_draft_extend_v2=True), ragged=True) is Mode.DRAFT_EXTEND
    assert metadata.mode_of(_mode(is_draft_extend_v2=True), ragged=False) is Mode.DRAFT_EXTEND_V2
    older = _mode()
    older.is_draft_extend = lambda: True
    assert metadata.mode_of(older, ragged=True) is Mode.DRAFT_EXTEND
    with pytest.raises(ValueError, match="forward_mode: expected decode, idle, target verify or draft extend, got"):
        metadata.mode_of(_mode(), ragged=True)


def test_without_sglang_nothing_happens() -> None:
    if importlib.util.find_spec("sglang") is not None:
        pytest.skip("SGLang is installed here")
    assert compat.install() is False
    assert compat.installed() == ()


def test_the_table_of_digests_is_what_the_wheels_give() -> None:
    assert fingerprints_tool.TABLE.read_text(encoding="utf-8") == fingerprints_tool.table()
    assert tuple(fingerprints.known_releases()) == compat.RELEASES


def test_a_file_that_cannot_be_parsed_has_none_of_the_known_definitions(tmp_path: Path) -> None:
    file = fingerprints.source_file(tmp_path, sglang.functions("0.5.23"))
    file.parent.mkdir(parents=True)
    file.write_text("def fused_dsa_decode_metadata(:", encoding="utf-8")
    assert fingerprints.definition(tmp_path, f"{sglang.functions('0.5.23')}:fused_dsa_decode_metadata") is None
    assert fingerprints.nearest(tmp_path).different


def test_a_digest_is_the_same_under_every_python() -> None:
    """What :mod:`ast` makes of a definition has more fields, all empty, in later versions."""
    node = ast.parse("def f(x, *, y=None):\n    'Text.'\n    return f'{x!r:>{y}}' if x else (1, 2.5, ...)\n").body[0]
    assert fingerprints.digest(node) == "7378dc7170e2"
