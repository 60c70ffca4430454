"""The words of dispatch, in both directions: what was seen marks a guard, and what only looks like it does not."""

from __future__ import annotations

import ast
import re

import pytest

from nsa_lint.dispatch.guards import DispatchGuards
from nsa_lint.dispatch.words import WORDS, Word
from nsa_lint.options import Options
from nsa_lint.syntax.module import ModuleFacts

# Similar words, by what the word that they resemble marks; most were seen in released code, where they are data
DATA = {
    "technology": (
        "use_tritone", "is_chip", "has_ship", "use_mlxtend", "is_apexes", "no_flask", "use_axla", "has_tpus",
        "is_unfused", "with_diffused", "use_caching", "needs_confusedness", "is_sm", "fla", "kernel_size",
        "vllm_config", "use_cache", "enable_thinking", "supports_vision",
    ),
    "device": (
        "use_gpu_count", "num_gpus", "gpu_ids", "gpu", "cpu", "use_cpu_offload", "is_cpus", "cpu_percent",
        "is_sequential_cpu_offload", "no_copy_to_cpu",
    ),
    "backend": ("x == 'torches'", "x == 'cpus'", "x == 'window'", "x == 'gfx'", "x == 'sm'", "x == 'smart'", "x == 3"),
    "holder": ("backed == 'x'", "implied == 'x'", "simple == 'x'", "form == 'x'", "plat == 'x'", "device == 'x'"),
    "capability": (
        "num_sms >= 90", "num_sm >= 90", "sms > 1", "small >= 90", "arch == 'resnet50'", "model_arch == 'ada'",
        "architecture >= 2", "search >= 90", "incapability == 9", "march >= 3", "blocks_per_sm >= 2", "sm == x",
        "max_blocks_per_sm > 1",
    ),
    "predicate": ("island_triton", "hash_cuda", "user_cuda", "width_cuda", "cuda", "triton_config"),
    "quality": ("triton_booked", "cuda_availability", "xla_supporting"),
    "presence": (
        "has_jac", "a.has_free(names)", "x.has_long_range()", "is_validation_available", "have_series", "HAS_BIAS",
        "self.has_rows()", "pool.is_slot_available()", "weights_available", "series.is_index_supported",
        "has_key(x)",
    ),
    "call": ("find_special()", "get_device()", "device_counts()", "getenvelope()", "is_builtin(x)", "get_device_map()"),
    "object": ("current_plateau.is_x()", "current.is_x()"),
    "environment": ("environment['X']", "config.get('X')", "envelope['X']", "os.environ"),
    "dotted": ("sys.platforms", "platform.node()", "os.names", "torch.version.git_version", "file.name == 'x'"),
}  # fmt: skip


def guards(text: str, known: str = "") -> DispatchGuards:
    lines = f"{known}\n{text}\n".splitlines(keepends=True)
    return DispatchGuards(ModuleFacts(ast.parse("".join(lines)), lines), Options())


def marks(text: str, known: str = "") -> bool:
    """Whether an expression is a guard, by the search in the text and in the tree."""
    found = guards(text, known)
    [*_, statement] = found.module.tree.body
    seen = found.mentions_guard(statement)
    without_text = any(found.is_guard(node) for node in ast.walk(statement))
    assert seen == without_text, f"the search in the text and in the tree disagree about {text!r}"
    return seen


@pytest.mark.parametrize("word", WORDS, ids=lambda word: f"{word.marks} {word.pattern}")
def test_what_was_seen_marks_a_guard(word: Word) -> None:
    assert re.search(word.pattern, word.seen, re.IGNORECASE)
    root = re.split(r"\W", word.seen)[0]
    assert marks(word.seen, f"from lib import {root}" if word.marks == "presence" else "")
    assert len(word.where.split()) == 2


@pytest.mark.parametrize("text", [pytest.param(each, id=each) for kind in DATA.values() for each in kind])
def test_what_only_looks_like_it_does_not(text: str) -> None:
    assert not marks(text)


def test_each_kind_of_word_is_tested_in_both_directions() -> None:
    assert DATA.keys() == {word.marks for word in WORDS}


@pytest.mark.parametrize(
    "text", ["has_helion()", "HAS_BIAS", "lib.is_vision_available()", "X_AVAILABLE", "is_fp8_supported(x)"]
)
@pytest.mark.parametrize(
    "known", ["from lib import {0}", "import {0}", "try:\n    from lib import {0}\nexcept OSError: pass"]
)
def test_presence_is_a_guard_where_the_module_imports_it_and_data_elsewhere(text: str, known: str) -> None:
    name = re.split(r"\W", text)[0]
    assert marks(text, known.format(name))
    assert not marks(text)
    assert not marks(text, f"def f({name}): pass")


def test_presence_of_a_name_that_the_module_sets() -> None:
    assert marks("HAS_ROWS", "HAS_ROWS = compute()")
    assert marks("has_rows()", "def has_rows(): ...")
