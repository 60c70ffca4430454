"""Every code by example: what it reports, and the nearest thing that it leaves alone. The ids name the reason."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lab.check import ALL, DEFAULT, report
from nsa_lint.rules import RULES

ROOT = Path(__file__).resolve().parents[2]

# {code: {reason: text}}; `# <-- name` marks the line of the report and its variable.
REPORTED: dict[str, dict[str, str]] = {
    "NSA101": {
        "another arm of the round before": """
            def f(layers):
                for number, layer in enumerate(layers):
                    if layer.use_triton:
                        launch(layer)
                    else:
                        if number > 0:
                            layer.join(previous)  # <-- previous
                        previous = layer.out
        """,
        "the optimised arm binds nothing": """
            def f(use_triton):
                if use_triton:
                    launch()
                else:
                    x = 1
                return x  # <-- x
        """,
        "the fallback binds nothing": """
            def f(use_triton):
                if use_triton:
                    x = launch()
                else:
                    pass
                return x  # <-- x
        """,
        "one arm of three": """
            def f(backend):
                if backend == "cuda":
                    x = 1
                elif backend == "triton":
                    launch()
                else:
                    x = 2
                return x  # <-- x
        """,
        "an arm that returns on one of its paths only": """
            def f(use_triton, early):
                if use_triton:
                    if early:
                        return 0
                else:
                    x = 1
                return x  # <-- x
        """,
        "the first of several reads": """
            def f(use_triton):
                if use_triton:
                    launch()
                else:
                    x = 1
                use(x)  # <-- x
                return x
        """,
        "a conditional expression": """
            def f(use_triton):
                launch() if use_triton else (x := 1)
                return x  # <-- x
        """,
        "a case of a match": """
            def f(backend):
                match backend:
                    case "triton":
                        launch()
                    case _:
                        x = 1
                return x  # <-- x
        """,
        "an outer chain without else that had the name unbound before": """
            def f(mode, use_triton):
                if mode == 1:
                    x = 0
                elif mode == 2:
                    if use_triton:
                        launch()
                    else:
                        x = 1
                if mode == 2:
                    return x  # <-- x
        """,
    },
    "NSA102": {
        "the handler binds nothing": """
            def f(use_triton):
                try:
                    x = triton_launch(use_triton)
                except ImportError:
                    log()
                return x  # <-- x
        """,
    },
    "NSA103": {
        "in a decorator inside a function": """
            if HAS_TRITON:
                import triton

            def make():
                @triton.jit  # <-- triton
                def kernel():
                    pass
                return kernel
        """,
        "bound under a flag, read without it": """
            HAS_FAST = probe()
            if HAS_FAST:
                import fast

            def f():
                return fast.run()  # <-- fast
        """,
        "a try-import whose handler binds nothing": """
            try:
                import fast
            except ImportError:
                pass

            def f():
                return fast.run()  # <-- fast
        """,
    },
    "NSA104": {
        "a lone if": """
            def f(use_triton):
                if use_triton:
                    x = launch()
                return x  # <-- x
        """,
        "a chain without else": """
            def f(backend):
                if backend == "cuda":
                    x = 1
                elif backend == "triton":
                    x = 2
                return x  # <-- x
        """,
    },
    "NSA201": {
        "an arm of a chain over modes": """
            def f(mode):
                if mode == 1:
                    pass
                else:
                    x = 1
                return x  # <-- x
        """,
        "a missing else": """
            def f(mode):
                if mode == 1:
                    x = 1
                return x  # <-- x
        """,
        "an operand that is not evaluated": """
            def f(a):
                a and (x := 1)
                return x  # <-- x
        """,
    },
    "NSA202": {
        "the handler falls through": """
            def f(path):
                try:
                    x = path.read()
                except OSError:
                    log()
                return x  # <-- x
        """,
        "finally after a failure before the binding": """
            def f(path):
                try:
                    x = path.read()
                finally:
                    use(x)  # <-- x
        """,
    },
    "NSA203": {
        "in an arm that earlier rounds may not have taken": """
            def f(nodes):
                for node in nodes:
                    if node.use_triton:
                        launch(node)
                    else:
                        for user in node.users:
                            x = user
                        use(x)  # <-- x
        """,
        "no rounds": """
            def f(items):
                for item in items:
                    x = item
                return x  # <-- x
        """,
        "break before the binding": """
            def f(items):
                for item in items:
                    if item:
                        break
                    x = 1
                return x  # <-- x
        """,
    },
    "NSA204": {
        "after del": """
            def f(a):
                x = 1
                del x
                return x  # <-- x
        """,
        "after the handler that deletes its name": """
            def f(path, e):
                try:
                    path.read()
                except OSError as e:
                    log()
                return e  # <-- e
        """,
    },
    "NSA205": {
        "read before any binding": """
            def f():
                use(x)  # <-- x
                x = 1
        """,
        "bound on the other branch only": """
            def f(a):
                if a:
                    x = 1
                else:
                    use(x)  # <-- x
        """,
    },
}

SILENT: dict[str, dict[str, str]] = {
    "NSA101": {
        "every arm binds": """
            def f(use_triton):
                if use_triton:
                    x = launch()
                else:
                    x = 1
                return x
        """,
        "the arm returns": """
            def f(use_triton):
                if use_triton:
                    return launch()
                else:
                    x = 1
                return x
        """,
        "the read asks the same question": """
            def f(use_triton):
                if use_triton:
                    launch()
                else:
                    x = 1
                return None if use_triton else x
        """,
        "a flag of the arm guards the read": """
            def f(use_triton, small):
                done = False
                if use_triton and small:
                    launch()
                    done = True
                else:
                    x = 1
                if not done:
                    return x
        """,
        "a sentinel guards the read": """
            def f(use_triton):
                out = None
                if use_triton:
                    out = []
                else:
                    x = 1
                if out is None:
                    return x
        """,
    },
    "NSA102": {
        "the handler raises": """
            def f(use_triton):
                try:
                    x = triton_launch(use_triton)
                except ImportError:
                    raise RuntimeError("no triton") from None
                return x
        """,
        "the handler binds": """
            def f(use_triton):
                try:
                    x = triton_launch(use_triton)
                except ImportError:
                    x = None
                return x
        """,
    },
    "NSA103": {
        "read under the flag": """
            HAS_FAST = probe()
            if HAS_FAST:
                import fast

            def f():
                if HAS_FAST:
                    return fast.run()
        """,
        "the handler binds a stub": """
            try:
                import fast
            except ImportError:
                fast = None

            def f():
                return fast.run()
        """,
        "the constructor of the class refuses": """
            try:
                import fast
                HAS_FAST = True
            except ImportError:
                HAS_FAST = False

            class Runner:
                def __init__(self):
                    if not HAS_FAST:
                        raise ImportError("fast")

                def run(self):
                    return fast.run()
        """,
    },
    "NSA104": {
        "no arm taken is refused before": """
            def f(use_triton):
                if not use_triton:
                    raise ValueError
                if use_triton:
                    x = launch()
                return x
        """,
        "else raises": """
            def f(backend):
                if backend == "cuda":
                    x = 1
                else:
                    raise ValueError(backend)
                return x
        """,
    },
    "NSA201": {
        "the same mode again": """
            def f(mode):
                if mode == 1:
                    x = 1
                if mode == 1:
                    return x
        """,
    },
    "NSA202": {
        "nothing in the body can fail before the binding": """
            def f(path):
                try:
                    x = 1
                    path.read()
                except OSError:
                    log()
                return x
        """,
    },
    "NSA203": {
        "a literal that is not empty": """
            def f():
                for item in (1, 2):
                    x = item
                return x
        """,
        "read only if there was a round": """
            def f(items):
                for item in items:
                    x = item
                if items:
                    return x
        """,
    },
    "NSA204": {
        "bound again": """
            def f():
                x = 1
                del x
                x = 2
                return x
        """,
    },
    "NSA205": {
        "bound before": """
            def f():
                x = 1
                use(x)
        """,
        "a name of the module": """
            def f():
                use(x)

            x = 1
        """,
    },
}
# Said of a file or a comment, not of a variable; their examples stand with the faces that tell them.
OF_FILES = {"NSA901": "test_options.py", "NSA902": "test_cli.py"}


def cases(examples: dict[str, dict[str, str]]) -> list[object]:
    return [
        pytest.param(code, text, id=f"{code}: {reason}") for code in examples for reason, text in examples[code].items()
    ]


def dedent(text: str) -> str:
    return re.sub(r"^ {12}", "", text.strip("\n"), flags=re.M).rstrip() + "\n"


@pytest.mark.parametrize(("code", "text"), cases(REPORTED))
def test_reported(code: str, text: str) -> None:
    text = dedent(text)
    marked = [
        (code, number, *re.findall(r"<-- (\w+)", line))
        for number, line in enumerate(text.splitlines(), 1)
        if "<--" in line
    ]
    assert [(each.code, each.line, each.name) for each in report(text, ALL)] == marked


@pytest.mark.parametrize(("code", "text"), cases(SILENT))
def test_left_alone(code: str, text: str) -> None:
    assert report(dedent(text), ALL) == []


@pytest.mark.parametrize(("code", "text"), cases(REPORTED))
def test_a_code_of_the_default_scope_is_told_there_and_no_other(code: str, text: str) -> None:
    assert [each.code for each in report(dedent(text), DEFAULT)] == [code] * RULES[code].default


@pytest.mark.parametrize(("code", "text"), cases(REPORTED))
def test_the_message_starts_with_the_variable_and_fits_one_line(code: str, text: str) -> None:
    for each in report(dedent(text), ALL):
        assert each.message.startswith(f"'{each.name}' ")
        assert "\n" not in each.message


def test_every_code_is_registered_under_its_own_name() -> None:
    for code, rule in RULES.items():
        assert rule.code == code
        assert re.fullmatch(r"NSA\d{3}", code)
        assert re.fullmatch(r"[a-z]+(-[a-z]+)+|deleted", rule.name)
        assert rule.summary
    assert len({rule.name for rule in RULES.values()}) == len(RULES)


def test_every_code_has_examples_of_both_kinds() -> None:
    assert REPORTED.keys() == SILENT.keys() == RULES.keys() - OF_FILES.keys()
    for code, file in OF_FILES.items():
        assert code in (Path(__file__).parent / file).read_text(encoding="utf-8")


@pytest.mark.parametrize("code", RULES)
def test_every_code_has_its_page(code: str) -> None:
    page = ROOT / "docs" / "rules" / f"{code}.md"
    assert page.read_text(encoding="utf-8").startswith(f"# {code} {RULES[code].name}\n")
