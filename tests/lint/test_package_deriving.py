"""What may make a class of another one, or give it a second name, by the text of a file."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nsa_lint.checker import check_safely
from nsa_lint.options import Options
from nsa_lint.package import index, mentions
from nsa_lint.package.deriving import may_derive, may_derive_by_call
from nsa_lint.package.layout import Layout
from nsa_lint.syntax.source import Source

DERIVE = {
    "a_base": "class Sub(Base):\n    pass\n",
    "one_of_several": "class Sub(Other, pkg.Base[int], metaclass=M): ...\n",
    "a_header_of_several_lines": "class Sub(\n    Other,\n    Base,\n):\n    pass\n",
    "a_comment_with_a_colon_in_the_header": "class Sub(  # all of: these\n    Other,  # one: two\n    Base,\n): ...\n",
    "in_a_function": "def make():\n    class Sub(Base): ...\n    return Sub\n",
    "a_keyword_of_the_class": "class Sub(other=Base): ...\n",
    "imported_as": "from pkg.base import Other, Base as Root\n",
    "a_second_name": "Root = Base\n",
    "a_second_name_with_a_comment": "Root = pkg.Base  # for now\n",
    "one_of_two": "Root = Other if FAST else Base\n",
    "the_first_of_two": "Root = Base if FAST else Other\n",
    "or_else": "Root = find() or Base\n",
    "a_value_of_a_table": "BASES = {'base': pkg.Base, 'other': Other}\n",
    "the_last_value_of_a_table": "BASES = {\n    'base': Base\n}\n",
}
BY_CALL = {
    "type": "Sub = type('Sub', (Base,), {})\n",
    "type_of_two": "Sub = type(name,\n    (Other, Base), dict())\n",
    "new_class": "Sub = types.new_class('Sub', (pkg.Base,))\n",
    "given_as_bases": "Sub = make(bases = (Base,))\n",
}
NOT = {
    "an_object": "base = Base()\n",
    "an_argument": "run(Base, 1)\n",
    "an_annotation": "def run(base: Base, other: Base | None = None) -> Base: ...\n",
    "a_body": "class Sub(Other):\n    base: Base\n    other: 'Base'\n",
    "a_comment_after_a_header": "class Sub(Other):\n    # see: Base of the other\n    pass\n",
    "a_longer_word": "class Sub(BaseBase, ABase): ...\nRoot = Base1\n",
    "an_attribute_of_it": "Root = Base.kind\n",
    "imported": "from pkg.base import Base\n",
    "type_of_it": "kind = type(Base)\nother = type('Sub', (), {'a': (1)})(Base)\n",
    "a_tuple": "CLASSES = (Base, Other)\n",
}


@pytest.mark.parametrize("text", (DERIVE | BY_CALL).values(), ids=(DERIVE | BY_CALL))
def test_what_may_make_a_class_of_one_is_found(text: str) -> None:
    assert may_derive(text, "Base")
    assert may_derive("x = 1\n" * 50 + text + "x = 2\n", "Base")


@pytest.mark.parametrize("text", NOT.values(), ids=NOT)
def test_what_only_uses_a_class_makes_none(text: str) -> None:
    ast.parse(text)
    assert not may_derive(text, "Base")


@pytest.mark.parametrize("text", BY_CALL.values(), ids=BY_CALL)
def test_a_call_that_may_make_one_is_found(text: str) -> None:
    assert may_derive_by_call(text, "Base")


@pytest.mark.parametrize("text", (DERIVE | NOT).values(), ids=(DERIVE | NOT))
def test_what_is_no_call_is_not_taken_for_one(text: str) -> None:
    assert not may_derive_by_call(text, "Base")


def test_a_header_full_of_comments_is_searched_at_once() -> None:
    """Where a comment could end in several places, each more doubled the time."""
    text = "class A(\n" + "    # of a # and b: c, d\n" * 500
    assert not may_derive(text + "):\n    Conf\n", "Conf")
    assert may_derive(f"{text}    Conf\n):\n    pass\n", "Conf")


def test_a_name_beyond_ascii_is_found_in_the_bytes_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "sub.py").write_text("class Sub(Größe): ...\n", encoding="utf-8")
    (tmp_path / "use.py").write_text("x = Größe()\n", encoding="utf-8")
    mentions.forget()
    found = mentions.deriving(Layout(str(tmp_path), "package"), "Größe")
    assert [Path(each).name for each in found] == ["sub.py"]


WORK = """
from pkg.hub import choose

def f(n, fast):
    if choose():
        x = 1
    return x
"""


def test_the_names_of_a_module_are_known_when_the_next_file_is_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hub is parsed for the first file that imports through it, and not for the second."""
    files = {
        "__init__.py": "",
        "hub.py": "from pkg.inner import choose\nHUB = 1\n",
        "inner.py": "def choose():\n    return HUB\n",
    }
    for name, text in (files | {"a.py": WORK, "b.py": WORK}).items():
        (tmp_path / "pkg").mkdir(exist_ok=True)
        (tmp_path / "pkg" / name).write_text(text)
    parsed: list[str] = []
    real = index.Source.of_text

    def of_text(path: str, text: str) -> Source:
        parsed.append(text)
        return real(path, text)

    for name in ("a.py", "b.py"):
        source = Source.read(str(tmp_path / "pkg" / name))
        monkeypatch.setattr(index.Source, "of_text", of_text)
        assert [each.name for each in check_safely(source, Options(scope="all"))] == ["x"]
        monkeypatch.undo()
    assert parsed.count(files["hub.py"]) == 1
