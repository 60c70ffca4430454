"""Fixes as a specification: what a file looks like before and after, and what is left for a person to decide."""

from __future__ import annotations

import ast
from textwrap import dedent

import pytest

from nsa_lint.checker import check
from nsa_lint.fixes import Fix, advice, apply, fixes_for
from nsa_lint.model import Diagnostic
from nsa_lint.options import Options
from nsa_lint.syntax.source import Source

ALL = Options(scope="all")


def findings(text: str) -> tuple[Source, list[Diagnostic], list[Fix | None]]:
    source = Source.of_text("example.py", text)
    diagnostics = check(source, ALL)
    return source, diagnostics, fixes_for(source, diagnostics)


def fixed(text: str) -> tuple[str, set[str]]:
    source, _, fixes = findings(text)
    return apply(source, [fix for fix in fixes if fix]), {fix.safety for fix in fixes if fix}


def case(name: str, safety: str, before: str, after: str) -> object:
    return pytest.param(safety, dedent(before), dedent(after), id=name)


FIXED = [
    case(
        "seed: the count of the in-place fill is captured and both names are views of what it filled",
        "unsafe",
        """
        def replay(metadata, seq_lens, spec_info):
            if TRITON_KERNEL_AVAILABLE and envs.SGLANG_NSA_USE_TRITON_METADATA.get():
                fill_draft_extend_metadata_inplace(
                    seq_lens=seq_lens,  # int32
                    out_seqlens_expanded=metadata.nsa_seqlens_expanded,
                    out_nsa_cache_seqlens=metadata.nsa_cache_seqlens_int32,
                )  # one launch
            else:
                seqlens_expanded = expand(seq_lens)
                metadata.nsa_seqlens_expanded[: seqlens_expanded.shape[0]].copy_(seqlens_expanded)
                nsa_cache_seqlens = clip(seqlens_expanded)
                metadata.nsa_cache_seqlens_int32[: seqlens_expanded.shape[0]].copy_(nsa_cache_seqlens)
            # both are read from here on
            return seqlens_expanded, nsa_cache_seqlens
        """,
        """
        def replay(metadata, seq_lens, spec_info):
            if TRITON_KERNEL_AVAILABLE and envs.SGLANG_NSA_USE_TRITON_METADATA.get():
                total_tokens = fill_draft_extend_metadata_inplace(
                    seq_lens=seq_lens,  # int32
                    out_seqlens_expanded=metadata.nsa_seqlens_expanded,
                    out_nsa_cache_seqlens=metadata.nsa_cache_seqlens_int32,
                )  # one launch
                seqlens_expanded = metadata.nsa_seqlens_expanded[:total_tokens]
                nsa_cache_seqlens = metadata.nsa_cache_seqlens_int32[:total_tokens]
            else:
                seqlens_expanded = expand(seq_lens)
                metadata.nsa_seqlens_expanded[: seqlens_expanded.shape[0]].copy_(seqlens_expanded)
                nsa_cache_seqlens = clip(seqlens_expanded)
                metadata.nsa_cache_seqlens_int32[: seqlens_expanded.shape[0]].copy_(nsa_cache_seqlens)
            # both are read from here on
            return seqlens_expanded, nsa_cache_seqlens
        """,
    ),
    case(
        "view: a captured count keeps its name, and is trusted where the file slices by it elsewhere",
        "safe",
        """
        def warm_up(buf):
            n = fill_lens(out=buf)
            return buf[:n]

        def replay(buf, x, use_triton):
            if use_triton:
                rows = fill_lens(out=buf)
            else:
                lens = x.expand()
                buf[: len(lens)] = lens
            return lens
        """,
        """
        def warm_up(buf):
            n = fill_lens(out=buf)
            return buf[:n]

        def replay(buf, x, use_triton):
            if use_triton:
                rows = fill_lens(out=buf)
                lens = buf[:rows]
            else:
                lens = x.expand()
                buf[: len(lens)] = lens
            return lens
        """,
    ),
    case(
        "view: a function of this file that returns a named count is trusted",
        "safe",
        """
        def fill_lens(out) -> int:
            total = launch(out)
            return total

        def replay(buf, x, use_triton):
            if use_triton:
                fill_lens(out=buf)
            else:
                lens = x.expand()
                buf[: lens.size(0)].copy_(lens)
            return lens
        """,
        """
        def fill_lens(out) -> int:
            total = launch(out)
            return total

        def replay(buf, x, use_triton):
            if use_triton:
                total_tokens = fill_lens(out=buf)
                lens = buf[:total_tokens]
            else:
                lens = x.expand()
                buf[: lens.size(0)].copy_(lens)
            return lens
        """,
    ),
    case(
        "view: the name of the count keeps clear of every name of the function",
        "unsafe",
        """
        def replay(buf, x, use_triton):
            total_tokens = x.sum()
            def total_tokens_2(): ...
            if use_triton:
                fill_lens(out=buf)
            else:
                lens = x.expand()
                buf[: lens.shape[0]].copy_(lens)
            return lens, total_tokens
        """,
        """
        def replay(buf, x, use_triton):
            total_tokens = x.sum()
            def total_tokens_2(): ...
            if use_triton:
                total_tokens_3 = fill_lens(out=buf)
                lens = buf[:total_tokens_3]
            else:
                lens = x.expand()
                buf[: lens.shape[0]].copy_(lens)
            return lens, total_tokens
        """,
    ),
    case(
        "view: the whole buffer needs no count",
        "safe",
        """
        def replay(self, x, use_triton):
            if use_triton:
                fill_lens(x, out=self.buf)
            else:
                lens = x.expand()
                self.buf.copy_(lens, non_blocking=True)
            return lens
        """,
        """
        def replay(self, x, use_triton):
            if use_triton:
                fill_lens(x, out=self.buf)
                lens = self.buf
            else:
                lens = x.expand()
                self.buf.copy_(lens, non_blocking=True)
            return lens
        """,
    ),
    case(
        "view: a bound that is known before the dispatch needs no count",
        "safe",
        """
        def replay(self, x, bs, use_triton):
            if use_triton:
                expand[(1,)](x, self.buf, out_lens=self.buf)
            else:
                lens = x.expand()
                self.buf[1 : bs + 1, :4].copy_(lens)
            return lens
        """,
        """
        def replay(self, x, bs, use_triton):
            if use_triton:
                expand[(1,)](x, self.buf, out_lens=self.buf)
                lens = self.buf[1:bs + 1, :4]
            else:
                lens = x.expand()
                self.buf[1 : bs + 1, :4].copy_(lens)
            return lens
        """,
    ),
    case(
        "view: an argument that is not named as an output may be one",
        "unsafe",
        """
        def replay(self, x, use_triton):
            if use_triton:
                expand(x, self.buf)
            else:
                lens = x.expand()
                self.buf.copy_(lens)
            return lens
        """,
        """
        def replay(self, x, use_triton):
            if use_triton:
                expand(x, self.buf)
                lens = self.buf
            else:
                lens = x.expand()
                self.buf.copy_(lens)
            return lens
        """,
    ),
    case(
        "view: as the sibling's fused arm takes it, in a chain of three arms",
        "unsafe",
        """
        def replay(self, x, impl):
            if impl == "cuda":
                total = fill_cuda(x, out=self.buf)
                lens = self.buf[:total]
            elif impl == "triton":
                fill_triton(x, out=self.buf)
            else:
                lens = x.expand()
                self.buf[: lens.shape[0]].copy_(lens)
            return lens
        """,
        """
        def replay(self, x, impl):
            if impl == "cuda":
                total = fill_cuda(x, out=self.buf)
                lens = self.buf[:total]
            elif impl == "triton":
                total_tokens = fill_triton(x, out=self.buf)
                lens = self.buf[:total_tokens]
            else:
                lens = x.expand()
                self.buf[: lens.shape[0]].copy_(lens)
            return lens
        """,
    ),
    case(
        "binding: what all other arms bind to the same name",
        "safe",
        """
        def run(x, impl):
            if impl == "cuda":
                y = x
                launch(y)
            elif impl == "triton":
                launch_triton(x)
            else:
                y = x
            return y
        """,
        """
        def run(x, impl):
            if impl == "cuda":
                y = x
                launch(y)
            elif impl == "triton":
                y = x
                launch_triton(x)
            else:
                y = x
            return y
        """,
    ),
    case(
        "binding: an attribute may fail where it is not needed",
        "unsafe",
        """
        def run(x, use_triton):
            if use_triton:
                launch(x)
            else:
                rows = x.shape[0]
                x.add_(rows)
            return rows
        """,
        """
        def run(x, use_triton):
            if use_triton:
                rows = x.shape[0]
                launch(x)
            else:
                rows = x.shape[0]
                x.add_(rows)
            return rows
        """,
    ),
    case(
        "binding: an arm that only passes is replaced, its comment kept",
        "unsafe",
        """
        def run(x, use_triton):
            if use_triton:
                # nothing to do
                pass  # yet
            else:
                y = x
            return y
        """,
        """
        def run(x, use_triton):
            if use_triton:
                # nothing to do
                y = x  # yet
            else:
                y = x
            return y
        """,
    ),
    case(
        "binding: into the missing else, if to take no arm is no error",
        "unsafe",
        """
        def run(x, impl, use_y):
            if impl == "cuda":
                y = x
                launch(y)
            elif impl == "triton":
                y = x
            if use_y:
                return y
        """,
        """
        def run(x, impl, use_y):
            if impl == "cuda":
                y = x
                launch(y)
            elif impl == "triton":
                y = x
            else:
                y = x
            if use_y:
                return y
        """,
    ),
    case(
        "closing: a chain of modes gets the else that names the mode",
        "safe",
        """
        def plan(self, forward_mode):
            if forward_mode.is_decode():
                lens = self.decode()
            elif forward_mode.is_extend():
                lens = self.extend()
                # expanded
            # every mode from here on
            return lens
        """,
        """
        def plan(self, forward_mode):
            if forward_mode.is_decode():
                lens = self.decode()
            elif forward_mode.is_extend():
                lens = self.extend()
                # expanded
            else:
                raise ValueError(f"unexpected {forward_mode=}")
            # every mode from here on
            return lens
        """,
    ),
    case(
        "closing: a run that takes no arm and never reads the name may be right",
        "unsafe",
        """
        def plan(self, mode, verbose):
            if self.mode == 1:
                lens = self.decode()
            elif self.mode == 2:
                lens = self.extend()
            if verbose:
                print(lens)
        """,
        """
        def plan(self, mode, verbose):
            if self.mode == 1:
                lens = self.decode()
            elif self.mode == 2:
                lens = self.extend()
            else:
                raise ValueError(f"unexpected {self.mode=}")
            if verbose:
                print(lens)
        """,
    ),
    case(
        "closing: tests of different things are told as they stand",
        "safe",
        """
        def plan(x, kind):
            if x.ready():
                lens = x.lens()
            elif kind == "a \\"b\\"":
                lens = x.guess()
            return lens
        """,
        """
        def plan(x, kind):
            if x.ready():
                lens = x.lens()
            elif kind == "a \\"b\\"":
                lens = x.guess()
            else:
                raise ValueError("no arm for: x.ready(), kind == 'a \\"b\\"'")
            return lens
        """,
    ),
    case(
        "closing: a match gets its last case, once for all names",
        "safe",
        """
        def plan(x, kind):
            match kind:
                case 1:
                    lens, rows = x.lens()
                case 2:
                    lens = x.guess()
                    rows = 1
            return lens, rows
        """,
        """
        def plan(x, kind):
            match kind:
                case 1:
                    lens, rows = x.lens()
                case 2:
                    lens = x.guess()
                    rows = 1
                case _:
                    raise ValueError(f"unexpected {kind=}")
            return lens, rows
        """,
    ),
]


@pytest.mark.parametrize(("safety", "before", "after"), FIXED)
def test_the_fix_writes(safety: str, before: str, after: str) -> None:
    text, safeties = fixed(before)
    assert text == after
    assert safeties == {safety}


@pytest.mark.parametrize(("safety", "before", "after"), FIXED)
def test_what_it_writes_is_clean_and_a_second_run_changes_nothing(safety: str, before: str, after: str) -> None:
    ast.parse(after)
    source, diagnostics, _ = findings(after)
    assert diagnostics == []
    assert apply(source, []) == after


LEFT = {
    "a flag says which arm was taken": """
        def run(x, use_triton):
            if use_triton:
                used = True
                y = launch(x)
            else:
                y = x
            return y, used
        """,
    "a constant that one arm alone has": """
        def run(x, use_triton):
            if use_triton:
                name = "triton"
                launch(x)
            else:
                x.add_(1)
            return name
        """,
    "None is never written": """
        def run(x, impl):
            if impl == "cuda":
                aux = None
            elif impl == "triton":
                launch(x)
            else:
                aux = None
            return aux
        """,
    "two arms that differ": """
        def run(x, impl):
            if impl == "cuda":
                y = x
            elif impl == "triton":
                launch(x)
            else:
                y = -x
            return y
        """,
    "a call is not repeated": """
        def run(x, use_triton):
            if use_triton:
                launch(x)
            else:
                y = compute(x)
            return y
        """,
    "an expression of names that the sibling itself binds": """
        def run(x, use_triton):
            if use_triton:
                launch(x)
            else:
                z = compute(x)
                y = z
            return y
        """,
    "an expression of a name that may be unbound": """
        def run(x, a, use_triton):
            if a:
                z = compute(x)
            if use_triton:
                launch(x)
            else:
                y = z
            return y
        """,
    "a lone if: what holds without it is not known": """
        def run(x, a):
            if a:
                y = compute(x)
            return y
        """,
    "parts of two lengths, which one call cannot count": """
        def run(x, a, b, use_triton):
            if use_triton:
                fill(out_rows=a, out_lens=b)
            else:
                rows = compute(x)
                a[: len(rows)].copy_(rows)
                lens = compute(x)
                b[: len(lens)].copy_(lens)
            return lens
        """,
    "a kernel launch returns no count": """
        def run(x, buf, use_triton):
            if use_triton:
                fill[(1,)](x, out=buf)
            else:
                lens = compute(x)
                buf[: len(lens)].copy_(lens)
            return lens
        """,
    "the buffer is another one in the sibling": """
        def run(x, meta, use_triton):
            if use_triton:
                fill(x, out=meta.buf)
            else:
                lens = compute(x)
                meta.buf = empty(lens)
                meta.buf.copy_(lens)
            return lens
        """,
    "what is copied is not what is read later": """
        def run(x, buf, use_triton):
            if use_triton:
                fill(x, out=buf)
            else:
                lens = compute(x)
                buf.copy_(lens)
                lens = clip(lens)
            return lens
        """,
    "an inner function binds the name too": """
        def run(x, impl):
            def reset():
                nonlocal y
                y = 0
            if impl == "cuda":
                y = x
            elif impl == "triton":
                launch(x)
            else:
                y = x
            return y
        """,
    "a lone if with a plain binding": """
        def run(x, use_triton):
            if use_triton:
                y = x
            return y
        """,
    "bound by a loop": """
        def run(xs):
            for x in xs:
                y = x
            return y
        """,
    "deleted": """
        def run(x):
            del x
            return x
        """,
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT.keys())
def test_no_fix_is_offered_but_advice_is(text: str) -> None:
    source, diagnostics, fixes = findings(dedent(text))
    assert diagnostics, "the example says nothing"
    assert not any(fixes)
    for diagnostic in diagnostics:
        assert f"'{diagnostic.name}'" in advice(source, diagnostic)


UNSAFE_BECAUSE = {
    "an older value may be in use": (
        """
        def run(x, xs, impl):
            for _ in xs:
                if impl == "cuda":
                    y = x
                elif impl == "triton":
                    launch(x)
                else:
                    y = x
                use(y)
        """,
        "no older value of it is meant to be kept here",
    ),
    "the failure is handled": (
        """
        def run(x, impl):
            if impl == "cuda":
                y = x
            elif impl == "triton":
                launch(x)
            else:
                y = x
            try:
                first = y.first()
            except Exception:
                first = 0
            return first, y
        """,
        "nothing relies on its being unbound",
    ),
    "the failure to delete it is handled": (
        """
        def run(x, impl, keep):
            if impl == "cuda":
                y = x
            elif impl == "triton":
                launch(x)
            else:
                y = x
            if keep:
                return y
            try:
                del y
            except NameError:
                return "never bound"
        """,
        "nothing relies on its being unbound",
    ),
    "the names are looked at": (
        """
        def run(x, impl):
            if impl == "cuda":
                y = x
            elif impl == "triton":
                launch(x)
            else:
                y = x
            return locals(), y
        """,
        "nothing relies on its being unbound",
    ),
    "other modules may ask for the name": (
        """
        x = load()
        if impl() == "cuda":
            y = x
        elif impl() == "triton":
            launch(x)
        else:
            y = x
        print(y)
        """,
        "nobody else asks whether it is there",
    ),
    "what the call returns is not known": (
        """
        def run(x, buf, use_triton):
            if use_triton:
                fill(x, out=buf)
            else:
                lens = compute(x)
                buf[: len(lens)].copy_(lens)
            return lens
        """,
        "fill() returns how many entries it has filled",
    ),
}


@pytest.mark.parametrize(("text", "reason"), UNSAFE_BECAUSE.values(), ids=UNSAFE_BECAUSE.keys())
def test_an_unsafe_fix_says_what_it_assumes(text: str, reason: str) -> None:
    _, _, fixes = findings(dedent(text))
    (fix,) = [fix for fix in fixes if fix]
    assert fix.safety == "unsafe"
    assert reason in fix.summary


def test_advice_tells_of_the_buffer_that_the_arm_fills() -> None:
    source, (diagnostic,), _ = findings(
        dedent("""
        def run(x, buf, use_triton):
            if use_triton:
                fill[(1,)](x, out=buf)
            else:
                lens = compute(x)
                buf[: len(lens)].copy_(lens)
            return lens
        """)
    )
    assert "into buf, which fill[1,]() is handed" in advice(source, diagnostic)


def test_finding_fixes_does_not_import_libcst() -> None:
    import subprocess
    import sys

    program = "import sys, nsa_lint.fixes, nsa_lint.rules; sys.exit('libcst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
