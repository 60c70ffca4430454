"""What Python can do to a binding: snippets, the variables to be reported (scope `all`), and how to see it by running.

Every case is `reason: (code, reported, runs)`. `runs` are calls, each run on its own: together they must fail on
exactly the reported variables. `""` runs the module alone. None: a policy, or something that cannot be run.
"""

from __future__ import annotations

Case = tuple[str, str, tuple[str, ...] | None]

BOTH = ("f(True)", "f(False)")
FOUR = ("f(True, True)", "f(True, False)", "f(False, True)", "f(False, False)")
NONE: tuple[str, ...] = ("f()",)
MODULE: tuple[str, ...] = ("",)
ROUNDS = ("f([])", "f([1])", "f([1, 2])", "f([0])")

CASES: dict[str, dict[str, Case]] = {}

CASES["if and elif"] = {
    "if without else": ("def f(a):\n    if a:\n        x = 1\n    use(x)\n", "x", BOTH),
    "elif without else": (
        "def f(a, b):\n    if a:\n        x = 1\n    elif b:\n        x = 2\n    use(x)\n", "x", FOUR),
    "one arm forgets": (
        "def f(a, b):\n    if a:\n        x = 1\n    elif b:\n        pass\n    else:\n        x = 2\n    use(x)\n", "x", FOUR),
    "other branch returns": ("def f(a):\n    if a:\n        x = 1\n    else:\n        return\n    use(x)\n", "", BOTH),
    "other branch raises": (
        "def f(a):\n    if a:\n        x = 1\n    else:\n        raise ValueError\n    use(x)\n", "", BOTH),
    "other branch continues": (
        "def f(xs):\n    for i in xs:\n        if i:\n            x = 1\n        else:\n            continue\n        use(x)\n",
        "", ROUNDS),
    "other branch breaks": (
        "def f(xs):\n    for i in xs:\n        if i:\n            x = 1\n        else:\n            break\n        use(x)\n",
        "", ROUNDS),
    "both bind": ("def f(a):\n    if a:\n        x = 1\n    else:\n        x = 2\n    use(x)\n", "", BOTH),
    "only del in the branch": ("def f(a):\n    x = 1\n    if a:\n        del x\n    use(x)\n", "x", BOTH),
}
CASES["the same test again"] = {
    "equal name": ("def f(c):\n    if c:\n        x = 1\n    if c:\n        use(x)\n", "", BOTH),
    "negated, then elif not": (
        "def f(b):\n    if b:\n        x = 1\n    elif not b:\n        x = 2\n    use(x)\n", "", BOTH),
    "else of the negation": (
        "def f(b):\n    if b:\n        x = 1\n    if not b:\n        pass\n    else:\n        use(x)\n", "", BOTH),
    "rebound between": (
        "def f(c, d):\n    if c:\n        x = 1\n    c = d\n    if c:\n        use(x)\n", "x", FOUR),
    "different test": ("def f(c, d):\n    if c:\n        x = 1\n    if d:\n        use(x)\n", "x", FOUR),
    "stronger test": ("def f(c, d):\n    if c:\n        x = 1\n    if d and c:\n        use(x)\n", "", FOUR),
    "weaker test": ("def f(c, d):\n    if c:\n        x = 1\n    if d or c:\n        use(x)\n", "x", FOUR),
    "nested against conjunction": (
        "def f(c, d):\n    if c:\n        if d:\n            x = 1\n    if c and d:\n        use(x)\n", "", FOUR),
    "de Morgan": (
        "def f(c, d):\n    if c or d:\n        x = 1\n    if not (not c and not d):\n        use(x)\n", "", FOUR),
    "is None and is not None": (
        "def f(c):\n    if c is not None:\n        x = 1\n    if c is None:\n        return\n    use(x)\n", "", ("f(None)", "f(0)", "f(1)")),
    "truth implies not None": (
        "def f(c):\n    if c is not None:\n        x = 1\n    if c:\n        use(x)\n", "", ("f(None)", "f(0)", "f(1)")),
    "not None does not imply truth": (
        "def f(c):\n    if c:\n        x = 1\n    if c is not None:\n        use(x)\n", "x", ("f(None)", "f(0)", "f(1)")),
    "equal constants": (
        "def f(s):\n    if s == 'a':\n        x = 1\n    if s == 'a':\n        use(x)\n", "", ("f('a')", "f('b')")),
    "different constants": (
        "def f(s):\n    if s == 'a':\n        x = 1\n    if s == 'b':\n        use(x)\n", "x", ("f('a')", "f('b')")),
    "different constants exclude each other": (
        "def f(s):\n    if s != 'a':\n        x = 1\n    if s == 'b':\n        use(x)\n", "", ("f('a')", "f('b')", "f('c')")),
    "membership and equality": (
        "def f(s):\n    if s in ('a', 'b'):\n        x = 1\n    if s == 'a':\n        use(x)\n", "", ("f('a')", "f('b')", "f('c')")),
    "attribute repeated": (
        "def f(o):\n    if o.fast:\n        x = 1\n    if o.fast:\n        use(x)\n", "", ("f(Box(fast=True))", "f(Box(fast=False))")),
    "attribute rebound": (
        "def f(o, b):\n    if o.fast:\n        x = 1\n    o.fast = b\n    if o.fast:\n        use(x)\n", "x",
        ("f(Box(fast=True), True)", "f(Box(fast=False), True)")),
    "equal calls agree (policy)": (
        "def f(o):\n    if o.ready():\n        x = 1\n    if o.ready():\n        use(x)\n", "", None),
    "different calls do not": (
        "def f(o):\n    if o.ready():\n        x = 1\n    if o.is_ready():\n        use(x)\n", "x", None),
    "call with another argument": (
        "def f(o):\n    if o.ready(1):\n        x = 1\n    if o.ready(2):\n        use(x)\n", "x", None),
    "kept in a flag": (
        "def f(c, d):\n    both = c and d\n    if both:\n        x = 1\n    if c and d:\n        use(x)\n", "", FOUR),
    "flag of the branch": (
        "def f(c):\n    done = False\n    if c:\n        x = 1\n        done = True\n    if done:\n        use(x)\n", "", BOTH),
    "sentinel": (
        "def f(c):\n    v = None\n    if c:\n        x = 1\n        v = 1\n    if v is not None:\n        use(x)\n", "", BOTH),
    "string flag": (
        "def f(c):\n    impl = 'torch'\n    if c:\n        impl = 'triton'\n        x = 1\n    if impl == 'triton':\n        use(x)\n",
        "", BOTH),
}
CASES["constant tests"] = {
    "if True": ("def f():\n    if True:\n        x = 1\n    use(x)\n", "", NONE),
    "if False": ("def f():\n    if False:\n        x = 1\n    use(x)\n", "x", NONE),
    "if 0": ("def f():\n    if 0:\n        x = 1\n    use(x)\n", "x", NONE),
    "if 1": ("def f():\n    if 1:\n        x = 1\n    use(x)\n", "", NONE),
    "if None": ("def f():\n    if None:\n        x = 1\n    use(x)\n", "x", NONE),
    "if not None": ("def f():\n    if not None:\n        x = 1\n    use(x)\n", "", NONE),
    "while True with a binding before the break": (
        "def f():\n    while True:\n        x = 1\n        break\n    use(x)\n", "", NONE),
    "while 1": ("def f():\n    while 1:\n        x = 1\n        break\n    use(x)\n", "", NONE),
    "while 0": ("def f():\n    while 0:\n        x = 1\n    use(x)\n", "x", NONE),
    "while False": ("def f():\n    while False:\n        x = 1\n    use(x)\n", "x", NONE),
}
CASES["constant expressions are not computed"] = {
    "arithmetic": ("def f():\n    if 1 + 1 > 3:\n        x = 1\n    use(x)\n", "x", NONE),
    "comparison": ("def f():\n    if 0 == 1:\n        x = 1\n    use(x)\n", "x", NONE),
    "membership": ("def f():\n    if 1 in []:\n        x = 1\n    use(x)\n", "x", NONE),
}
CASES["short circuit"] = {
    "or: true branch": ("def f(a):\n    if a or (x := 1):\n        use(x)\n", "x", BOTH),
    "or: false branch": ("def f(a):\n    if a or (x := 0):\n        pass\n    else:\n        use(x)\n", "", BOTH),
    "or: after": ("def f(a):\n    a or (x := 1)\n    use(x)\n", "x", BOTH),
    "and: true branch": ("def f(a):\n    if a and (x := 1):\n        use(x)\n", "", BOTH),
    "and: false branch": ("def f(a):\n    if a and (x := 1):\n        pass\n    else:\n        use(x)\n", "x", BOTH),
    "and: after": ("def f(a):\n    a and (x := 1)\n    use(x)\n", "x", BOTH),
    "read behind the same operand": ("def f(a):\n    a and (x := 1)\n    a and use(x)\n", "", BOTH),
    "conditional expression, guarded read": (
        "def f(a):\n    if a:\n        x = 1\n    return x if a else 0\n", "", BOTH),
    "conditional expression, other arm": (
        "def f(a):\n    if a:\n        x = 1\n    return 0 if a else x\n", "x", BOTH),
}
CASES["leaving a while means that its test was evaluated"] = {
    "after the loop": (
        "def f(a):\n    n = 0\n    while (a and n < 2) or (x := 0):\n        n += 1\n    use(x)\n", "", BOTH),
    "in its else": ("def f(a):\n    n = 0\n    while (a and n < 2) or (x := 0):\n        n += 1\n    else:\n        use(x)\n", "", BOTH),
    "test alone": ("def f():\n    while (x := 0):\n        pass\n    use(x)\n", "", NONE),
}
CASES["walrus"] = {
    "earlier operand": ("def f(a):\n    use((x := a) and x)\n", "", BOTH),
    "call argument": ("def f(a):\n    use((x := a), x)\n", "", BOTH),
    "read before it": ("def f(a):\n    use(x, (x := a))\n", "x", BOTH),
    "test of a conditional expression": ("def f(a):\n    return x if (x := a) else 0\n", "", BOTH),
    "in a comparison": ("def f(a):\n    if (x := a) is not None and x:\n        use(x)\n", "", BOTH),
    "value is the guard": ("def f(a):\n    if (c := a):\n        x = 1\n    if c:\n        use(x)\n", "", BOTH),
    "in a dict display, key before value": ("def f(a):\n    return {(x := a): x}\n", "", BOTH),
    "assignment: value before the target": ("def f(d, a):\n    d[x] = (x := a)\n", "", ("f({}, 1)",)),
    "keyword argument before a positional star": ("def f(a):\n    use(y=(x := a), *[x])\n", "x", BOTH),
}
CASES["assert"] = {
    "the message is evaluated on failure only": ("def f(a):\n    assert a, (y := 1)\n    use(y)\n", "y", BOTH),
    "assert False ends the path": ("def f(a):\n    if a:\n        x = 1\n    else:\n        assert False\n    use(x)\n", "", BOTH),
    "assert 0 ends the path": ("def f(a):\n    if a:\n        x = 1\n    else:\n        assert 0, 'no'\n    use(x)\n", "", BOTH),
    "assert of the guard": ("def f(a):\n    if a:\n        x = 1\n    assert a\n    use(x)\n", "", BOTH),
    "walrus in the test": ("def f(a):\n    assert (x := a)\n    use(x)\n", "", BOTH),
}
CASES["for over the unknown"] = {
    "body name after": ("def f(xs):\n    for i in xs:\n        x = i\n    use(x)\n", "x", ROUNDS),
    "target after": ("def f(xs):\n    for i in xs:\n        pass\n    use(i)\n", "i", ROUNDS),
    "inside the body": ("def f(xs):\n    for i in xs:\n        x = i\n        use(x, i)\n", "", ROUNDS),
    "two targets": ("def f(xs):\n    for i, (j, *k) in xs:\n        pass\n    use(k)\n", "k", ("f([])", "f([(1, (2, 3))])")),
    "async for": ("async def f(xs):\n    async for i in xs:\n        pass\n    use(i)\n", "i", None),
    "bound in an earlier round only": (
        "def f(xs):\n    for i in xs:\n        if i:\n            x = 1\n        use(x)\n", "x", ROUNDS),
}
CASES["for over a literal"] = {
    "tuple": ("def f():\n    for i in (1, 2):\n        x = i\n    use(x, i)\n", "", NONE),
    "list": ("def f():\n    for i in [1]:\n        x = i\n    use(x)\n", "", NONE),
    "string": ("def f():\n    for i in 'ab':\n        x = i\n    use(x)\n", "", NONE),
    "set and dict": ("def f():\n    for i in {1}:\n        x = i\n    for j in {1: 2}:\n        y = j\n    use(x, y)\n", "", NONE),
    "range": ("def f():\n    for i in range(3):\n        x = i\n    use(x)\n", "", NONE),
    "range of two": ("def f():\n    for i in range(1, 3):\n        x = i\n    use(x)\n", "", NONE),
    "enumerate of range": ("def f():\n    for i, j in enumerate(range(3)):\n        x = i\n    use(x, j)\n", "", NONE),
    "with a conditional binding": ("def f(a):\n    for i in (1, 2):\n        if a:\n            x = i\n    use(x)\n", "x", BOTH),
}
CASES["for over what may be empty"] = {
    "empty list": ("def f():\n    for i in []:\n        x = i\n    use(x)\n", "x", NONE),
    "empty tuple": ("def f():\n    for i in ():\n        x = i\n    use(x)\n", "x", NONE),
    "starred list": ("def f(xs):\n    for i in [*xs]:\n        x = i\n    use(x)\n", "x", ROUNDS),
    "starred list with an element": ("def f(xs):\n    for i in [0, *xs]:\n        x = i\n    use(x)\n", "", ROUNDS),
    "starred dict": ("def f(m):\n    for i in {**m}:\n        x = i\n    use(x)\n", "x", ("f({})", "f({1: 1})")),
    "range(0)": ("def f():\n    for i in range(0):\n        x = i\n    use(x)\n", "x", NONE),
    "range(n)": ("def f(n):\n    for i in range(n):\n        x = i\n    use(x)\n", "x", ("f(0)", "f(1)")),
    "shadowed range": (
        "def f(range):\n    for i in range(3):\n        x = i\n    use(x)\n", "x", ("f(lambda n: [])", "f(lambda n: [1])")),
    "empty string": ("def f():\n    for i in '':\n        x = i\n    use(x)\n", "x", NONE),
}
CASES["else of a loop"] = {
    "for: else binds, no break": ("def f(xs):\n    for i in xs:\n        pass\n    else:\n        x = 1\n    use(x)\n", "", ROUNDS),
    "for: else binds, with a break": (
        "def f(xs):\n    for i in xs:\n        if i:\n            break\n    else:\n        x = 1\n    use(x)\n", "x", ROUNDS),
    "while: else binds, no break": (
        "def f(n):\n    while n:\n        n -= 1\n    else:\n        x = 1\n    use(x)\n", "", ("f(0)", "f(2)")),
    "while: else binds, with a break": (
        "def f(n):\n    while n:\n        break\n    else:\n        x = 1\n    use(x)\n", "x", ("f(0)", "f(2)")),
    "break only after the binding, else raises": (
        "def f(xs):\n    for i in xs:\n        if i:\n            x = i\n            break\n    else:\n        raise ValueError\n    use(x)\n",
        "", ROUNDS),
    "break only after the binding, else returns": (
        "def f(xs):\n    for i in xs:\n        x = i\n        break\n    else:\n        return\n    use(x)\n", "", ROUNDS),
    "else may fall through": (
        "def f(xs, a):\n    for i in xs:\n        x = i\n        break\n    else:\n        if a:\n            return\n    use(x)\n",
        "x", ("f([], True)", "f([], False)", "f([1], False)")),
}
CASES["a round that only a handler lets end"] = {
    "for over a non-empty literal": (
        "def f():\n    for i in (1, 2):\n        try:\n            boom()\n            return\n        except ValueError:\n"
        "            x = i\n    use(x)\n", "", NONE),
    "while, no round": (
        "def f(n):\n    while n:\n        n -= 1\n        try:\n            boom()\n            return\n        except ValueError:\n"
        "            x = 1\n    use(x)\n", "x", ("f(0)", "f(2)")),
}
CASES["while True"] = {
    "bound before every break": (
        "def f(a):\n    while True:\n        if a:\n            x = 1\n            break\n        x = 2\n        break\n    use(x)\n", "", BOTH),
    "bound in one branch": (
        "def f(a):\n    while True:\n        if a:\n            x = 1\n        break\n    use(x)\n", "x", BOTH),
    "no break: unreachable": ("def f(a):\n    while True:\n        if a:\n            return\n        a = True\n    use(x)\n    x = 1\n", "", BOTH),
    "bound in an earlier round": (
        "def f():\n    first = True\n    while True:\n        if not first:\n            break\n        x = 1\n        first = False\n    use(x)\n",
        "", NONE),
}
CASES["first round"] = {
    "read before bind in a for": ("def f(xs):\n    for i in xs:\n        use(x)\n        x = 1\n", "x", ROUNDS),
    "read before bind in a while": ("def f(n):\n    while n:\n        n -= 1\n        use(x)\n        x = 1\n", "x", ("f(0)", "f(2)")),
}
CASES["fixed by the first round (policy: exact)"] = {
    "flag in a for": (
        "def f(xs):\n    first = True\n    for i in xs:\n        if first:\n            x = i\n            first = False\n        else:\n"
        "            use(x)\n", "", ROUNDS),
    "flag in a while": (
        "def f(n):\n    first = True\n    while n:\n        n -= 1\n        if first:\n            x = 1\n            first = False\n"
        "        use(x)\n", "", ("f(0)", "f(2)")),
    "sentinel": (
        "def f(xs):\n    last = None\n    for i in xs:\n        if last is not None:\n            use(x)\n        last = 1\n        x = i\n",
        "", ROUNDS),
    "found after the loop": (
        "def f(xs):\n    found = False\n    for i in xs:\n        if i:\n            x = i\n            found = True\n"
        "    if found:\n        use(x)\n", "", ROUNDS),
    "not found after the loop": (
        "def f(xs):\n    found = False\n    for i in xs:\n        if i:\n            x = i\n        found = True\n"
        "    if found:\n        use(x)\n", "x", ROUNDS),
    "counter": (
        "def f():\n    n = 0\n    while n < 2:\n        x = n\n        n += 1\n    use(x)\n", "", NONE),
}
CASES["continue and break before the binding"] = {
    "continue: after the loop": (
        "def f(xs):\n    for i in (0, *xs):\n        if not i:\n            continue\n        x = i\n    use(x)\n", "x", ROUNDS),
    "continue: on the path that fell through": (
        "def f(xs):\n    for i in xs:\n        if not i:\n            continue\n        x = i\n        use(x)\n", "", ROUNDS),
    "break: after the loop": (
        "def f(xs):\n    for i in (0, *xs):\n        if not i:\n            break\n        x = i\n    use(x)\n", "x", ROUNDS),
}
CASES["del"] = {
    "then read": ("def f():\n    x = 1\n    del x\n    use(x)\n", "x", NONE),
    "twice": ("def f():\n    x = 1\n    del x\n    del x\n", "x", NONE),
    "in a branch": ("def f(a):\n    x = 1\n    if a:\n        del x\n    use(x)\n", "x", BOTH),
    "in a branch, read in the other": ("def f(a):\n    x = 1\n    if a:\n        del x\n    if not a:\n        use(x)\n", "", BOTH),
    "in a loop": ("def f(xs):\n    x = 1\n    for i in xs:\n        del x\n", "x", ROUNDS),
    "never bound": ("def f():\n    del x\n", "x", NONE),
    "at module level": ("x = 1\ndel x\nuse(x)\n", "x", MODULE),
    "in a class": ("class C:\n    x = 1\n    del x\n    use(x)\n", "x", MODULE),
    "under if False makes it local": ("x = 1\ndef f():\n    if False:\n        del x\n    use(x)\n", "x", NONE),
    "tuple": ("def f():\n    a = b = 1\n    del a, b\n    use(a)\n    use(b)\n", "a b", None),
    "parenthesised": ("def f():\n    a = b = 1\n    del (a, b)\n    use(b)\n", "b", NONE),
    "bound again": ("def f():\n    x = 1\n    del x\n    x = 2\n    use(x)\n", "", NONE),
    "subscripts and attributes": ("def f(d):\n    x = d\n    del x[1]\n    use(x)\n", "", ("f({1: 1})",)),
    "of a parameter": ("def f(a):\n    del a\n    use(a)\n", "a", BOTH),
    "through global, in another function": (
        "x = 1\ndef g():\n    global x\n    del x\ndef f():\n    use(x)\n", "", None),
    "through nonlocal, in another function": (
        "def f():\n    x = 1\n    def g():\n        nonlocal x\n        del x\n    use(x)\n", "", NONE),
}
CASES["try"] = {
    "handler reads, call before the bind": (
        "def f():\n    try:\n        boom()\n        x = 1\n    except ValueError:\n        use(x)\n", "x", NONE),
    "after the handler": ("def f():\n    try:\n        x = boom()\n    except ValueError:\n        pass\n    use(x)\n", "x", NONE),
    "attribute before the bind": ("def f(o):\n    try:\n        x = o.a\n    except AttributeError:\n        use(x)\n", "x", ("f(1)",)),
    "subscript before the bind": ("def f(o):\n    try:\n        x = o[0]\n    except IndexError:\n        use(x)\n", "x", ("f([])",)),
    "operator before the bind": ("def f(a):\n    try:\n        x = 1 / a\n    except ZeroDivisionError:\n        use(x)\n", "x", ("f(0)",)),
    "import before the bind": (
        "def f():\n    try:\n        import no_such_module as x\n    except ImportError:\n        pass\n    use(x)\n", "x", NONE),
    "unpacking before the bind": ("def f(t):\n    try:\n        x, y = t\n    except ValueError:\n        use(y)\n", "y", ("f((1,))",)),
    "await before the bind": ("async def f(t):\n    try:\n        x = await t\n    except ValueError:\n        use(x)\n", "x", None),
    "order: subscript before comparison": (
        "def f(a):\n    try:\n        x = a < 1\n    except TypeError:\n        use(x)\n", "x", ("f('')",)),
    "nothing can raise (policy)": ("def f():\n    try:\n        x = 1\n    except ValueError:\n        pass\n    use(x)\n", "", NONE),
    "bound before the call": ("def f():\n    try:\n        x = 1\n        boom()\n    except ValueError:\n        use(x)\n", "", NONE),
    "handler binds": ("def f():\n    try:\n        x = boom()\n    except ValueError:\n        x = None\n    use(x)\n", "", NONE),
    "flag set at the end of the body": (
        "def f():\n    ok = False\n    try:\n        x = boom()\n        ok = True\n    except ValueError:\n        pass\n    if ok:\n"
        "        use(x)\n", "", NONE),
    "flag set in the handler": (
        "def f():\n    ok = True\n    try:\n        x = boom()\n    except ValueError:\n        ok = False\n    if ok:\n        use(x)\n",
        "", NONE),
}
CASES["ways out of a try"] = {
    "handler returns": ("def f():\n    try:\n        x = boom()\n    except ValueError:\n        return\n    use(x)\n", "", NONE),
    "handler raises": (
        "def f():\n    try:\n        x = boom()\n    except ValueError:\n        raise\n    use(x)\n", "", NONE),
    "handler continues": (
        "def f(xs):\n    for i in xs:\n        try:\n            x = boom()\n        except ValueError:\n            continue\n"
        "        use(x)\n", "", ROUNDS),
    "else binds": (
        "def f(g):\n    try:\n        g()\n    except ValueError:\n        return\n    else:\n        x = 1\n    use(x)\n",
        "", ("f(boom)", "f(fine)")),
    "else returns": (
        "def f(g):\n    try:\n        g()\n    except ValueError:\n        x = 1\n    else:\n        return\n    use(x)\n",
        "", ("f(boom)", "f(fine)")),
    "the body never fails": ("def f():\n    try:\n        pass\n    except ValueError:\n        x = 1\n    use(x)\n", "x", NONE),
    "one of two handlers binds": (
        "def f(g):\n    try:\n        g()\n        x = 0\n    except ValueError:\n        x = 1\n    except KeyError:\n        pass\n    use(x)\n",
        "x", ("f(boom)", "f(fine)", "f(lambda: {}[1])")),
}
CASES["finally"] = {
    "body can raise before the bind": (
        "def f(g):\n    try:\n        x = g()\n    finally:\n        use(x)\n", "x", ("f(boom)", "f(fine)")),
    "body can return before the bind": (
        "def f(a):\n    try:\n        if a:\n            return\n        x = 1\n    finally:\n        use(x)\n", "x", BOTH),
    "return in the body, binding in else": (
        "def f():\n    try:\n        return 0\n    except ValueError:\n        x = 1\n    else:\n        x = 2\n    finally:\n        use(x)\n",
        "x", NONE),
    "break before the bind": (
        "def f(xs):\n    for i in xs:\n        try:\n            break\n            x = 1\n        finally:\n            use(x)\n", "x", ROUNDS),
    "bound before the try": ("def f(g):\n    x = None\n    try:\n        x = g()\n    finally:\n        use(x)\n", "", ("f(boom)", "f(fine)")),
    "after it completed": ("def f(g):\n    try:\n        x = g()\n    finally:\n        pass\n    use(x)\n", "", ("f(boom)", "f(fine)")),
    "finally binds": ("def f(g):\n    try:\n        g()\n    finally:\n        x = 1\n    use(x)\n", "", ("f(boom)", "f(fine)")),
    "handler too narrow": (
        "def f():\n    try:\n        x = boom()\n    except NameError:\n        x = 1\n    finally:\n        use(x)\n", "x", NONE),
    "finally after handlers that bind": (
        "def f(g):\n    try:\n        x = g()\n    except BaseException:\n        x = 1\n    finally:\n        use(x)\n", "",
        ("f(boom)", "f(fine)")),
}
CASES["except ... as e"] = {
    "after the handler": ("def f():\n    try:\n        boom()\n    except ValueError as e:\n        pass\n    use(e)\n", "e", NONE),
    "bound before": ("def f(g):\n    e = None\n    try:\n        g()\n    except ValueError as e:\n        pass\n    use(e)\n", "e", ("f(boom)", "f(fine)")),
    "handler always leaves": (
        "def f(g):\n    e = None\n    try:\n        g()\n    except ValueError as e:\n        return\n    use(e)\n", "", ("f(boom)", "f(fine)")),
    "inside the handler": ("def f():\n    try:\n        boom()\n    except ValueError as e:\n        use(e)\n", "", NONE),
    "del e inside the handler": ("def f():\n    try:\n        boom()\n    except ValueError as e:\n        del e\n", "", NONE),
    "second handler reads the first one's": (
        "def f(g):\n    try:\n        g()\n    except ValueError as e:\n        use(e)\n    except KeyError:\n        use(e)\n",
        "e", ("f(boom)", "f(lambda: {}[1])")),
    "kept under another name": (
        "def f():\n    try:\n        boom()\n    except ValueError as e:\n        x = e\n    else:\n        return\n    use(x)\n", "", NONE),
}
CASES["a read that is meant to fail"] = {
    "NameError": ("def f(a):\n    if a:\n        x = 1\n    try:\n        use(x)\n    except NameError:\n        pass\n", "", BOTH),
    "UnboundLocalError": (
        "def f(a):\n    if a:\n        x = 1\n    try:\n        use(x)\n    except UnboundLocalError:\n        pass\n", "", BOTH),
    "Exception": ("def f(a):\n    if a:\n        x = 1\n    try:\n        use(x)\n    except Exception:\n        pass\n", "", BOTH),
    "bare": ("def f(a):\n    if a:\n        x = 1\n    try:\n        use(x)\n    except:\n        pass\n", "", BOTH),
    "in a tuple": (
        "def f(a):\n    if a:\n        x = 1\n    try:\n        use(x)\n    except (KeyError, NameError):\n        pass\n", "", BOTH),
    "not caught": ("def f(a):\n    if a:\n        x = 1\n    try:\n        use(x)\n    except ValueError:\n        pass\n", "x", BOTH),
    "in the else clause": (
        "def f(a):\n    if a:\n        x = 1\n    try:\n        fine()\n    except Exception:\n        pass\n    else:\n        use(x)\n", "x", BOTH),
}
CASES["with"] = {
    "ordinary manager": ("def f(m):\n    with m:\n        x = 1\n    use(x)\n", "", ("f(Manager())",)),
    "open": ("def f(p):\n    with open(p) as h:\n        x = h.read()\n    use(x)\n", "", None),
    "suppress": (
        "from contextlib import suppress\ndef f(g):\n    with suppress(ValueError):\n        x = g()\n    use(x)\n", "x", ("f(boom)", "f(fine)")),
    "contextlib.suppress": (
        "import contextlib\ndef f(g):\n    with contextlib.suppress(ValueError):\n        x = g()\n    use(x)\n", "x", ("f(boom)", "f(fine)")),
    "suppress, bound before what fails": (
        "from contextlib import suppress\ndef f():\n    with suppress(ValueError):\n        x = 1\n        boom()\n    use(x)\n", "", NONE),
    "suppress, nothing can fail": (
        "from contextlib import suppress\ndef f():\n    with suppress(ValueError):\n        x = 1\n    use(x)\n", "", NONE),
    "__exit__ that returns True": (
        "class M:\n    def __enter__(self):\n        return self\n    def __exit__(self, *_):\n        return True\n"
        "def f():\n    with M():\n        x = boom()\n    use(x)\n", "x", NONE),
    "__exit__ annotated bool": (
        "class M:\n    def __enter__(self):\n        return self\n    def __exit__(self, *_) -> bool:\n        return self is not None\n"
        "def f():\n    with M():\n        x = boom()\n    use(x)\n", "x", NONE),
    "__exit__ that returns None": (
        "class M:\n    def __enter__(self):\n        return self\n    def __exit__(self, *_):\n        use(1)\n"
        "def f():\n    with M():\n        x = boom()\n    use(x)\n", "", NONE),
    "async manager that swallows": (
        "class M:\n    async def __aenter__(self):\n        return self\n    async def __aexit__(self, *_):\n        return True\n"
        "async def f():\n    async with M():\n        x = boom()\n    use(x)\n", "x", None),
    "unknown manager (policy)": ("def f(m):\n    with m():\n        x = boom()\n    use(x)\n", "", None),
    "as, inside try": (
        "def f(m):\n    try:\n        with m() as v:\n            pass\n    except ValueError:\n        use(v)\n", "v", ("f(boom)",)),
    "suppress, then a manager that fails": (
        "from contextlib import suppress\ndef f(m):\n    with suppress(ValueError), m() as t:\n        pass\n    use(t)\n", "t", ("f(boom)",)),
    "unpacking target": (
        "def f(m):\n    try:\n        with m() as (a, b):\n            pass\n    except ValueError:\n        pass\n    use(a)\n", "a", ("f(boom)",)),
    "break inside with": (
        "def f(xs, m):\n    for i in (0, *xs):\n        with m:\n            if not i:\n                break\n            x = i\n    use(x)\n",
        "x", ("f([1], Manager())",)),
    "continue inside with": (
        "def f(xs, m):\n    for i in (0, *xs):\n        with m:\n            if not i:\n                continue\n            x = i\n    use(x)\n",
        "x", ("f([], Manager())",)),
    "break inside finally": (
        "def f(xs):\n    for i in (0, *xs):\n        try:\n            fine()\n        finally:\n            break\n        x = 1\n    use(x)\n", "x", ROUNDS),
}
CASES["match"] = {
    "no wildcard": ("def f(s):\n    match s:\n        case 1:\n            x = 1\n        case 2:\n            x = 2\n    use(x)\n", "x", ("f(1)", "f(3)")),
    "case _ binds": ("def f(s):\n    match s:\n        case 1:\n            x = 1\n        case _:\n            x = 2\n    use(x)\n", "", ("f(1)", "f(3)")),
    "case _ forgets": ("def f(s):\n    match s:\n        case 1:\n            x = 1\n        case _:\n            pass\n    use(x)\n", "x", ("f(1)", "f(3)")),
    "bare capture": ("def f(s):\n    match s:\n        case 1:\n            x = 1\n        case x:\n            pass\n    use(x)\n", "", ("f(1)", "f(3)")),
    "raising wildcard": (
        "def f(s):\n    match s:\n        case 1:\n            x = 1\n        case _:\n            raise ValueError\n    use(x)\n", "", ("f(1)", "f(3)")),
    "returning wildcard": (
        "def f(s):\n    match s:\n        case 1:\n            x = 1\n        case _:\n            return\n    use(x)\n", "", ("f(1)", "f(3)")),
    "assert_never": (
        "from typing import assert_never\ndef f(s):\n    match s:\n        case 1:\n            x = 1\n        case _:\n"
        "            assert_never(s)\n    use(x)\n", "", None),
    "the same match again": (
        "def f(s):\n    match s:\n        case 1:\n            x = 1\n    if s == 1:\n        use(x)\n", "", ("f(1)", "f(3)")),
    "capture in its own guard": ("def f(s):\n    match s:\n        case x if x:\n            use(x)\n", "", ("f(1)", "f(0)")),
    "guarded capture is no wildcard": (
        "def f(s):\n    match s:\n        case x if x:\n            y = 1\n    use(y)\n", "y", ("f(1)", "f(0)")),
    "captures of a sequence": (
        "def f(s):\n    match s:\n        case [a, b]:\n            pass\n        case _:\n            return\n    use(a, b)\n", "", ("f([1, 2])", "f(0)")),
    "captures read elsewhere": (
        "def f(s):\n    match s:\n        case [a, b]:\n            pass\n        case {'k': c, **rest}:\n            pass\n    use(rest)\n",
        "rest", ("f([1, 2])", "f({'k': 1})")),
    "or pattern": (
        "def f(s):\n    match s:\n        case 1 | 2:\n            x = 1\n        case _:\n            return\n    use(x)\n", "", ("f(1)", "f(3)")),
    "capture of a case that failed": (
        "def f(s):\n    try:\n        match g(s):\n            case item:\n                pass\n    except ValueError:\n        use(item)\n"
        "def g(s):\n    raise ValueError\n", "item", ("f(1)",)),
    "as pattern": ("def f(s):\n    match s:\n        case 1 as x:\n            pass\n        case _ as x:\n            pass\n    use(x)\n", "", ("f(1)", "f(2)")),
}
CASES["exhaustive by types needs types (policy: reported)"] = {
    "isinstance chain": (
        "def f(s: int | str):\n    if isinstance(s, int):\n        x = 1\n    elif isinstance(s, str):\n        x = 2\n    use(x)\n", "x", None),
    "the same isinstance again": (
        "def f(s):\n    if isinstance(s, int):\n        x = 1\n    if isinstance(s, int):\n        use(x)\n", "", ("f(1)", "f('')")),
}
CASES["calls that never return"] = {
    "sys.exit": ("import sys\ndef f(a):\n    if a:\n        x = 1\n    else:\n        sys.exit(1)\n    use(x)\n", "", BOTH),
    "from sys import exit": ("from sys import exit\ndef f(a):\n    if a:\n        x = 1\n    else:\n        exit(1)\n    use(x)\n", "", BOTH),
    "exit": ("def f(a):\n    if a:\n        x = 1\n    else:\n        exit(1)\n    use(x)\n", "", BOTH),
    "os._exit": ("import os\ndef f(a):\n    if a:\n        x = 1\n    else:\n        os._exit(1)\n    use(x)\n", "", None),
    "os.abort is none of them unless known": ("import os\ndef f(a):\n    if a:\n        x = 1\n    else:\n        os.getpid()\n    use(x)\n", "x", BOTH),
    "annotated NoReturn": (
        "from typing import NoReturn\ndef die() -> NoReturn:\n    raise SystemExit\ndef f(a):\n    if a:\n        x = 1\n    else:\n"
        "        die()\n    use(x)\n", "", BOTH),
    "annotated Never": (
        "import typing\ndef die() -> 'typing.Never':\n    raise SystemExit\ndef f(a):\n    if a:\n        x = 1\n    else:\n"
        "        die()\n    use(x)\n", "", BOTH),
    "method annotated NoReturn": (
        "from typing import NoReturn\nclass C:\n    def die(self) -> NoReturn:\n        raise SystemExit\n    def f(self, a):\n"
        "        if a:\n            x = 1\n        else:\n            self.die()\n        use(x)\n", "", ("C().f(True)", "C().f(False)")),
    "function of the file that always raises": (
        "def die():\n    raise ValueError\ndef f(a):\n    if a:\n        x = 1\n    else:\n        die()\n    use(x)\n", "", BOTH),
    "pytest.fail": ("import pytest\ndef f(a):\n    if a:\n        x = 1\n    else:\n        pytest.fail('no')\n    use(x)\n", "", None),
    "in one branch: return, raise, assert False": (
        "def f(a, b):\n    if a:\n        x = 1\n    elif b:\n        return\n    else:\n        assert False\n    use(x)\n", "", FOUR),
    "shadowed exit": (
        "def f(a, exit):\n    if a:\n        x = 1\n    else:\n        exit(1)\n    use(x)\n", "x", ("f(True, fine)", "f(False, fine)")),
}
CASES["TYPE_CHECKING"] = {
    "read at run time": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from decimal import Decimal\nuse(Decimal)\n", "Decimal", MODULE),
    "read in a string annotation": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from decimal import Decimal\ndef f(d: 'Decimal') -> 'Decimal':\n    return d\n",
        "", ("f(1)",)),
    "read under the future import": (
        "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from decimal import Decimal\n"
        "def f(d: Decimal) -> Decimal:\n    return d\n", "", ("f(1)",)),
    "annotation of a local variable": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from decimal import Decimal\ndef f(d):\n    x: Decimal = d\n    return x\n",
        "", ("f(1)",)),
}
CASES["platform tests are unknown (policy)"] = {
    "sys.platform": ("import sys\nif sys.platform == 'win32':\n    x = 1\nuse(x)\n", "x", None),
    "os.name": ("import os\nif os.name == 'nt':\n    x = 1\nuse(x)\n", "x", None),
    "sys.version_info": ("import sys\nif sys.version_info >= (3, 99):\n    x = 1\nuse(x)\n", "x", None),
    "equal tests agree": (
        "import sys\nif sys.platform == 'win32':\n    x = 1\nif sys.platform == 'win32':\n    use(x)\n", "", MODULE),
}
CASES["class bodies"] = {
    "read before bind": ("class C:\n    use(x)\n    x = 1\n", "x", MODULE),
    "conditional bind": ("a = False\nclass C:\n    if a:\n        x = 1\n    use(x)\n", "x", MODULE),
    "falls back to the global": ("x = 1\nclass C:\n    x = x\n", "", MODULE),
    "falls back to a builtin": ("class C:\n    id = id\n", "", MODULE),
    "never to the enclosing function's local": ("def f():\n    x = 1\n    class C:\n        x = x\n", "x", NONE),
    "reads the enclosing local that it does not bind": ("def f():\n    x = 1\n    class C:\n        y = x\n    return C\n", "", NONE),
    "its own name in its body": ("class C:\n    use(C)\n", "C", MODULE),
    "in a function, its own name": ("def f():\n    class D:\n        use(D)\n", "D", NONE),
}
CASES["class names are not visible inside"] = {
    # A name that nothing binds where it could be seen is undefined, which pyflakes (F821) tells: not ours.
    "method (policy)": ("class C:\n    x = 1\n    def m(self):\n        return x\nC().m()\n", "", None),
    "method, with a global": ("x = 0\nclass C:\n    x = 1\n    def m(self):\n        return x\n", "", ("C().m()",)),
    "comprehension (policy)": ("class C:\n    x = 1\n    y = [x for _ in (1,)]\n", "", None),
    "first iterable of a comprehension": ("class C:\n    x = (1,)\n    y = [i for i in x]\n", "", MODULE),
}
CASES["local although it looks global"] = {
    "read before bind": ("x = 0\ndef f():\n    use(x)\n    x = 1\n", "x", NONE),
    "shadows a builtin": ("def f():\n    use(id)\n    id = 1\n", "id", NONE),
    "import inside the function, later": ("import os\ndef f():\n    use(os)\n    import os\n", "os", NONE),
    "augmented assignment on a global": ("x = 0\ndef f():\n    x += 1\n", "x", NONE),
    "conditional shadow": ("x = 0\ndef f(a):\n    if a:\n        x = 1\n    use(x)\n", "x", BOTH),
    "function defined below, local": ("def f():\n    g()\n    def g():\n        pass\n", "g", NONE),
}
CASES["annotation without value"] = {
    "makes the name local": ("x = 0\ndef f():\n    x: int\n    use(x)\n", "x", NONE),
    "bound by an inner function that is called": (
        "def f():\n    x: int\n    def g():\n        nonlocal x\n        x = 1\n    g()\n    use(x)\n", "", NONE),
    "with a value": ("def f():\n    x: int = 1\n    use(x)\n", "", NONE),
}
CASES["module level"] = {
    "bound in some branches": ("a = False\nif a:\n    x = 1\nuse(x)\n", "x", MODULE),
    "shadows a builtin": ("a = False\nif a:\n    print = use\nprint()\n", "", MODULE),
    "correlated": ("a = False\nif a:\n    x = 1\nif a:\n    use(x)\n", "", MODULE),
    "try import": ("try:\n    import no_such_module\nexcept ImportError:\n    pass\nuse(no_such_module)\n", "no_such_module", MODULE),
    "try import with a fallback": ("try:\n    import no_such_module\nexcept ImportError:\n    no_such_module = None\nuse(no_such_module)\n", "", MODULE),
    "try import with a flag": (
        "try:\n    import no_such_module\n    HAS = True\nexcept ImportError:\n    HAS = False\nif HAS:\n    use(no_such_module)\n", "", MODULE),
    "__name__ and friends": ("use(__name__, __file__, __doc__)\n", "", None),
}
CASES["module names read in a function"] = {
    "every path binds it": ("a = False\nif a:\n    x = 1\nelse:\n    x = 2\ndef f():\n    use(x)\n", "", NONE),
    "bound after the def": ("def f():\n    use(x)\nx = 1\n", "", NONE),
    "bound on some branches only": ("a = False\nif a:\n    x = 1\ndef f():\n    use(x)\n", "x", NONE),
    "guarded by the same module flag": ("a = False\nif a:\n    x = 1\ndef f():\n    if a:\n        use(x)\n", "", NONE),
    "flag of a try import": (
        "try:\n    import no_such_module\n    HAS = True\nexcept ImportError:\n    HAS = False\ndef f():\n    if not HAS:\n"
        "        raise ValueError\n    use(no_such_module)\n", "", NONE),
    "called before the binding": ("def f():\n    use(x)\nf()\nx = 1\n", "x", MODULE),
}
CASES["closures"] = {
    "never bound later": ("def f(a):\n    if a:\n        x = 1\n    return lambda: x\n", "x", ("f(True)()", "f(False)()")),
    "bound later": ("def f():\n    g = lambda: x\n    x = 1\n    return g\n", "", ("f()()",)),
    "def, bound later": ("def f():\n    def g():\n        return x\n    x = 1\n    return g\n", "", ("f()()",)),
    "called before the binding": ("def f():\n    def g():\n        return x\n    g()\n    x = 1\n", "x", NONE),
}
CASES["global and nonlocal"] = {
    "global": ("def f():\n    global x\n    if False:\n        x = 1\n    use(x)\nx = 1\n", "", NONE),
    "nonlocal with a parameter": ("def f(x):\n    def g():\n        nonlocal x\n        use(x)\n        x = 2\n    g()\n", "", BOTH),
    "nonlocal bound outside": ("def f():\n    x = 1\n    def g():\n        nonlocal x\n        use(x)\n        x = 2\n    g()\n", "", NONE),
}
CASES["evaluated at definition"] = {
    "default": ("def f():\n    def g(a=x):\n        pass\n    x = 1\n", "x", NONE),
    "lambda default": ("def f():\n    g = lambda a=x: a\n    x = 1\n", "x", NONE),
    "decorator": ("def f():\n    @d\n    def g():\n        pass\n    d = 1\n", "d", NONE),
    "base class": ("def f():\n    class C(B):\n        pass\n    B = object\n", "B", NONE),
    "metaclass": ("def f():\n    class C(metaclass=M):\n        pass\n    M = type\n", "M", NONE),
    "bodies are deferred": ("def f():\n    def g():\n        return x\n    h = lambda: x\n    x = 1\n    g(), h()\n", "", NONE),
    "annotation of a parameter": ("def f():\n    def g(a: T):\n        pass\n    T = int\n", "T", None),
    "return annotation": ("def f():\n    def g() -> T:\n        pass\n    T = int\n", "T", None),
    "annotation under the future import": (
        "from __future__ import annotations\ndef f():\n    def g(a: T):\n        pass\n    T = int\n", "", NONE),
    "annotation as a string": ("def f():\n    def g(a: 'T'):\n        pass\n    T = int\n", "", NONE),
}
CASES["type parameters (3.12)"] = {
    "bounds are lazy": ("def f():\n    def g[T: B](a):\n        pass\n    B = int\n", "", None),
    "type alias is lazy": ("def f():\n    type A = B\n    B = int\n", "", None),
    "bases of a generic class are eager": ("def f():\n    class C[T](B):\n        pass\n    B = object\n", "B", None),
    "the parameter is bound inside": ("def f[T](a: T) -> T:\n    return a\n", "", None),
}
CASES["comprehensions"] = {
    "the target does not leak": ("def f(xs):\n    x = [a for a in xs]\n    use(a)\n    a = 1\n", "a", ROUNDS),
    "target of the same name elsewhere": ("def f(xs):\n    x = [a for a in xs]\n    a = 1\n    use(a)\n", "", ROUNDS),
    "walrus, no round": ("def f(xs):\n    [x := i for i in xs]\n    use(x)\n", "x", ROUNDS),
    "walrus, filtered": ("def f(xs):\n    [x := i for i in xs if i]\n    use(x)\n", "x", ROUNDS),
    "walrus over a non-empty literal": ("def f():\n    [x := i for i in (1, 2)]\n    use(x)\n", "", NONE),
    "walrus over a non-empty literal, filtered": ("def f(a):\n    [x := i for i in (1, 2) if a]\n    use(x)\n", "x", BOTH),
    "list is eager": ("def f():\n    [x for _ in (1,)]\n    x = 1\n", "x", NONE),
    "set and dict are eager": ("def f():\n    {x for _ in (1,)}\n    {1: y for _ in (1,)}\n    x = y = 1\n", "x y", None),
    "a generator is lazy": ("def f():\n    g = (x for _ in (1,))\n    x = 1\n    return list(g)\n", "", NONE),
    "but for its first iterable": ("def f():\n    g = (i for i in x)\n    x = [1]\n    return list(g)\n", "x", NONE),
    "no round, no read": ("def f():\n    [x for _ in ()]\n    x = 1\n", "", NONE),
}
CASES["read of itself"] = {
    "range(i)": ("def f():\n    for i in range(i):\n        pass\n", "i", NONE),
    "with bar as bar": ("def f():\n    with bar as bar:\n        pass\n", "bar", NONE),
    "comprehension over itself": ("def f():\n    x = [z for z in [x]]\n", "x", NONE),
    "class foo(foo)": ("def f():\n    class foo(foo):\n        pass\n", "foo", NONE),
    "x = x": ("def f():\n    x = x\n", "x", NONE),
}
CASES["imports"] = {
    "star import may bind anything": ("from os.path import *\nuse(join)\n", "", MODULE),
    "star import after a branch": ("a = False\nif a:\n    join = 1\nfrom os.path import *\nuse(join)\n", "", MODULE),
    "conditional import": ("def f(a):\n    if a:\n        import os\n    use(os)\n", "os", BOTH),
    "import a.b binds a": ("def f(a):\n    if a:\n        import os.path\n    use(os)\n", "os", BOTH),
    "import a.b, a read": ("def f():\n    import os.path\n    use(os)\n", "", NONE),
    "import a as b": ("def f(a):\n    if a:\n        import os as b\n    use(b)\n", "b", BOTH),
    "handler that does not bind": (
        "def f():\n    try:\n        import no_such_module\n    except ImportError:\n        pass\n    use(no_such_module)\n", "no_such_module", NONE),
    "handler that binds": (
        "def f():\n    try:\n        import no_such_module\n    except ImportError:\n        no_such_module = None\n    use(no_such_module)\n", "", NONE),
    "from import in try": (
        "def f():\n    try:\n        from no_such_module import x, y\n    except ImportError:\n        x = None\n    use(x, y)\n", "y", NONE),
}
