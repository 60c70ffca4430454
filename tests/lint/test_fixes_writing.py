"""What `apply` and `write_atomically` leave alone: every byte outside an edit, the mode, the tree that was given."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from nsa_lint.checker import check
from nsa_lint.fixes import apply, fixes_for
from nsa_lint.options import Options
from nsa_lint.run.atomic import write_atomically
from nsa_lint.syntax.source import Source

BROKEN = """\
# first
def replay(self, x, use_triton):
    if use_triton:
        fill(x, out=self.buf)
    else:
        lens = x.expand()
        self.buf.copy_(lens)
    return lens
"""
BOUND = "        lens = self.buf\n"
FIXED = BROKEN.replace("    else:\n", f"{BOUND}    else:\n")


def fixed(source: Source) -> str:
    return apply(source, [fix for fix in fixes_for(source, check(source, Options(scope="all"))) if fix])


def fixed_text(text: str) -> str:
    return fixed(Source.of_text("example.py", text))


@pytest.mark.parametrize(
    "rewritten",
    [
        pytest.param(lambda text: text, id="as it is"),
        pytest.param(lambda text: text.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda text: text.replace("    ", "\t"), id="tabs"),
        pytest.param(lambda text: text.replace("    ", " "), id="one space"),
        pytest.param(lambda text: text.removesuffix("\n"), id="no newline at the end"),
        pytest.param(lambda text: text + "\n\n\f\n# last", id="form feed, comment at the end"),
        pytest.param(lambda text: text.replace("# first", "# première 😀"), id="characters of several bytes"),
        pytest.param(lambda text: text.replace("(x, out", "(x,\n  # inside\n\n    out"), id="comment inside the call"),
        pytest.param(lambda text: text.replace("(x, out", "(x, \\\n out"), id="backslash"),
    ],
)
def test_only_the_edit_changes(rewritten) -> None:  # type: ignore[no-untyped-def]
    assert fixed_text(rewritten(BROKEN)) == rewritten(FIXED)


def test_a_statement_behind_wide_characters_on_its_line_is_found() -> None:
    text = BROKEN.replace("        fill(", '        s = "é😀"; fill(')
    assert fixed_text(text) == FIXED.replace("        fill(", '        s = "é😀"; fill(')


def test_statements_that_share_a_line_stay_on_it() -> None:
    text = BROKEN.replace("out=self.buf)", "out=self.buf); log(x)  # both")
    assert fixed_text(text) == text.replace("; log(x)", "; lens = self.buf; log(x)")


def test_an_arm_on_the_line_of_its_header_becomes_a_block_and_keeps_its_comment() -> None:
    text = BROKEN.replace(
        "use_triton:\n        fill(x, out=self.buf)\n", "use_triton: fill(x, out=self.buf)  # in place\n"
    )
    after = "use_triton:  # in place\n        fill(x, out=self.buf)\n        lens = self.buf\n"
    assert fixed_text(text) == BROKEN.replace("use_triton:\n        fill(x, out=self.buf)\n", after)


def test_a_byte_order_mark_and_an_encoding_survive() -> None:
    for data, after in [
        (b"\xef\xbb\xbf" + BROKEN.encode(), b"\xef\xbb\xbf" + FIXED.encode()),
        (b"# coding: latin-1\n# \xe9\n" + BROKEN.encode(), b"# coding: latin-1\n# \xe9\n" + FIXED.encode()),
    ]:
        source = Source.of_bytes("example.py", data)
        assert source.encode(fixed(source)) == after


def test_many_fixes_of_a_file_are_made_in_one_pass() -> None:
    copies = [BROKEN.replace("replay", f"replay_{number}") for number in range(5)]
    text = fixed_text("\n".join(copies))
    assert text.count(BOUND) == 5
    assert text.replace(BOUND, "") == "\n".join(copies)


DEEP = {
    "a sum of 900": "y = " + " + ".join(["1"] * 900) + "\n",
    "1500 elifs": "if a: pass\n" + "elif b: pass\n" * 1500,
    "a form feed between blank lines": "x = 1\n\n\f\n",
    "carriage returns alone": "x = 1\ry = 2\r",
}


@pytest.mark.parametrize("other", DEEP.values(), ids=DEEP.keys())
def test_what_libcst_cannot_walk_or_give_back_is_copied(other: str) -> None:
    assert fixed_text(other + BROKEN + other) == other + FIXED + other


def test_a_statement_that_libcst_cannot_walk_stays_as_it_is() -> None:
    text = BROKEN.replace("    return lens\n", f"    {DEEP['a sum of 900']}    return lens\n")
    assert fixed_text(text + BROKEN) == text + FIXED


def test_without_fixes_the_text_comes_back_as_it_was() -> None:
    source = Source.of_text("example.py", "x = 1\r\n")
    assert apply(source, []) == "x = 1\r\n"


# -- writing --------------------------------------------------------------------------------------------------


def test_the_content_is_replaced_and_the_mode_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    path.chmod(0o751)
    write_atomically(path, b"new\r\n\xff")
    assert path.read_bytes() == b"new\r\n\xff"
    assert path.stat().st_mode & 0o777 == 0o751
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]


def test_a_link_inside_the_tree_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.py").write_bytes(b"old")
    (tmp_path / "sub").mkdir()
    link = tmp_path / "sub" / "link.py"
    link.symlink_to("../real.py")
    write_atomically(link, b"new", root=tmp_path)
    assert link.is_symlink()
    assert (tmp_path / "real.py").read_bytes() == b"new"


@pytest.mark.parametrize("through", ["file", "folder"])
def test_a_link_out_of_the_tree_is_not_followed(tmp_path: Path, through: str) -> None:
    outside = tmp_path / "outside"
    tree = tmp_path / "tree"
    outside.mkdir()
    tree.mkdir()
    (outside / "a.py").write_bytes(b"old")
    if through == "file":
        path = tree / "a.py"
        path.symlink_to(outside / "a.py")
    else:
        (tree / "sub").symlink_to(outside)
        path = tree / "sub" / "a.py"
    with pytest.raises(OSError, match="outside"):
        write_atomically(path, b"new", root=tree)
    assert (outside / "a.py").read_bytes() == b"old"
    assert os.listdir(outside) == ["a.py"]


def test_what_is_no_file_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="not a regular file"):
        write_atomically(tmp_path, b"new", root=tmp_path.parent)
    with pytest.raises(FileNotFoundError):
        write_atomically(tmp_path / "absent.py", b"new")


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]


def test_the_whole_content_is_on_the_disk_before_it_takes_the_place_of_the_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    seen: list[tuple[int, bytes]] = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.append((os.fstat(handle).st_size, path.read_bytes())))
    write_atomically(path, b"the new one")
    assert seen == [(11, b"old")]
    assert path.read_bytes() == b"the new one"


def test_a_file_that_may_not_be_written_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To replace it, the right to write its folder would do."""
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda target, mode: (Path(target), mode) != (path.resolve(), os.W_OK))
    with pytest.raises(PermissionError, match="may not be written"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]


def test_an_interrupt_once_the_file_is_replaced_stays_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.py"
    path.write_bytes(b"old")
    real = Path.replace

    def interrupted(temporary: Path, target: Path) -> None:
        real(temporary, target)
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert [each.name for each in tmp_path.iterdir()] == ["a.py"]


def test_killed_at_any_moment_the_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    old, new = b"o" * 300_000, b"n" * 300_000
    program = (
        "import sys; from pathlib import Path; from nsa_lint.run.atomic import write_atomically\n"
        "path = Path(sys.argv[1]); print(flush=True)\n"
        "while True:\n"
        "    write_atomically(path, b'n' * 300_000); write_atomically(path, b'o' * 300_000)\n"
    )
    for round_ in range(6):
        path.write_bytes(old)
        with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            try:
                writer.wait(0.003 + 0.004 * round_)
            except subprocess.TimeoutExpired:
                writer.send_signal(signal.SIGKILL)
        assert path.read_bytes() in (old, new)
