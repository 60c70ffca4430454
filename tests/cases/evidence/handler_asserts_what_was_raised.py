ARTIFICIAL = "an artificial error"


class _Done(Exception):
    pass


class Stopped(Exception):
    pass


class Refused(Exception):
    pass


class Loud(Refused):
    pass


def refuse(text):
    if text:
        raise Refused("it was refused")
    raise ValueError("not enough of it")


def the_whole_text(load):
    text = "one artificial error"
    try:
        rows = load()
        raise ValueError(text)
    except Exception as problem:
        assert str(problem) == text
    return rows
# run: the_whole_text(fine)
# run: the_whole_text(boom)


def in_a_loop_in_a_manager(load, xs):
    try:
        with Manager():
            rows = []
            for x in xs:
                rows.append(load())
                if x == 1:
                    raise ValueError("the second of them")
    except Exception as problem:
        assert "the second of them" == f"{problem}"
    return rows
# run: in_a_loop_in_a_manager(fine, [0, 1, 2])
# run: in_a_loop_in_a_manager(fine, [])
# run: in_a_loop_in_a_manager(boom, [0, 1, 2])


def of_the_module(load):
    try:
        rows = load()
        raise ValueError(ARTIFICIAL)
    except Exception as problem:
        assert problem.args == (ARTIFICIAL,)
    return rows
# run: of_the_module(fine)
# run: of_the_module(boom)


def a_part_of_it(load):
    try:
        rows = load()
        raise ValueError(f"there are {rows} rows")
    except Exception as problem:
        message = str(problem)
        assert "there are" in message, message
    return rows
# run: a_part_of_it(fine)
# run: a_part_of_it(boom)


def its_beginning(load):
    try:
        rows = load()
        raise ValueError("these rows: " + str(rows))
    except Exception as problem:
        assert str(problem).startswith("these rows")
    return rows
# run: its_beginning(fine)
# run: its_beginning(boom)


def one_word(load):
    try:
        rows = load()
        raise ValueError("hello")
    except Exception as problem:
        assert "hello" in repr(problem)
    return rows
# run: one_word(fine)
# run: one_word(boom)


def put_together(load):
    try:
        rows = load()
        raise ValueError("so many rows of " + str(load))
    except Exception as problem:
        assert str(problem) == "so many rows of " + str(load)
    return rows
# run: put_together(fine)
# run: put_together(boom)


def after_an_import(load):
    try:
        import json as fast

        rows = fast, load()
        raise ValueError("after an import")
    except (ImportError, ValueError) as problem:
        assert str(problem) == "after an import"
    return rows
# run: after_an_import(fine)
# run: after_an_import(boom)


def raised_again(load):
    try:
        rows = load()
        raise ValueError("no such row")
    except Exception as problem:
        if str(problem) != "no such row":
            raise
        use(problem)
    return rows
# run: raised_again(fine)
# run: raised_again(boom)


def only_where_it_is(load):
    try:
        rows = load()
        raise KeyError("only here")
    except Exception as problem:
        if problem.args[0] == "only here":
            return rows
        return rows  # NSA202: rows
# run: only_where_it_is(fine)
# run: only_where_it_is(boom)


def the_class(load):
    try:
        rows = load()
        raise _Done(rows)
    except Exception as problem:
        if not isinstance(problem, _Done):
            raise
    return rows
# run: the_class(fine)
# run: the_class(boom)


def the_very_class(load):
    try:
        rows = load()
        raise Stopped
    except Exception as problem:
        assert type(problem) is Stopped
    return rows
# run: the_very_class(fine)
# run: the_very_class(boom)


def a_class_of_its_own(load):
    class Here(Exception):
        pass

    try:
        rows = load()
        raise Here()
    except Exception as problem:
        if problem.__class__ == Here:
            use(rows)
# run: a_class_of_its_own(fine)
# run: a_class_of_its_own(boom)


def the_very_object(load):
    error = ValueError("anything")
    try:
        rows = load()
        raise error
    except Exception as problem:
        assert problem is error
    return rows
# run: the_very_object(fine)
# run: the_very_object(boom)


def made_before(load):
    error = ValueError("made before it")
    try:
        rows = load()
        raise error
    except Exception as problem:
        assert str(problem) == "made before it"
    return rows
# run: made_before(fine)
# run: made_before(boom)


def one_of_two(load, a):
    try:
        rows = load()
        if a:
            raise ValueError("one or the other")
        other = load()
        raise TypeError("one or the other")
    except Exception as problem:
        assert str(problem) == "one or the other"
    use(rows)
    return other  # NSA202: other
# run: one_of_two(fine, True)
# run: one_of_two(fine, False)
# run: one_of_two(boom, False)


def in_an_inner_try(load):
    try:
        try:
            rows = load()
            raise ValueError("from inside of it")
        except ValueError:
            use()
            raise
    except Exception as problem:
        assert str(problem) == "from inside of it"
    return rows
# run: in_an_inner_try(fine)
# run: in_an_inner_try(boom)


def kept_for_later(load, xs):
    try:
        last = None
        for x in xs:
            try:
                if x:
                    rows = load()
                raise ValueError("kept for later")
            except ValueError as problem:
                assert str(problem) == "kept for later"
                last = problem
        raise last
    except ValueError as problem:
        assert str(problem) == "kept for later"
        return rows  # NSA201: rows
# run: kept_for_later(fine, [0])
# run: kept_for_later(fine, [1, 0])


async def in_a_coroutine(load):
    try:
        rows = load()
        raise ValueError("in a coroutine")
    except (ValueError, TypeError) as problem:
        assert str(problem) == "in a coroutine" and problem
    return rows
# run: __import__("asyncio").run(in_a_coroutine(fine))
# run: __import__("asyncio").run(in_a_coroutine(boom))


class TestMethods:
    def assertEqual(self, a, b, message=None):
        assert a == b, message

    def assertIn(self, a, b):
        assert a in b

    def assertIs(self, a, b):
        assert a is b

    def assertIsInstance(self, a, b):
        assert isinstance(a, b)

    def equal(self, load):
        try:
            rows = load()
            raise ValueError("equal to this")
        except Exception as problem:
            self.assertEqual(str(problem), "equal to this")
        return rows

    def among(self, load):
        try:
            rows = load()
            raise ValueError("among these words")
        except Exception as problem:
            self.assertIn("these words", str(problem))
        return rows

    def of_a_class(self, load):
        class Here(Exception):
            pass

        try:
            rows = load()
            raise Here
        except Exception as problem:
            self.assertIsInstance(problem, Here)
        return rows

    def the_same(self, load):
        error = ValueError()
        try:
            rows = load()
            raise error
        except Exception as problem:
            self.assertIs(problem, error)
        return rows

    def another_one(self, load):
        try:
            rows = load()
            raise ValueError("not compared with it")
        except Exception as problem:
            self.assertEqual(str(problem), "boom")
        return rows  # NSA202: rows

    def its_own_message(self, load):
        try:
            self.assertEqual(load(), 2, "of this assertion")
            rows = 1
            raise AssertionError("of this assertion")
        except AssertionError as problem:
            self.assertEqual(str(problem), "of this assertion")
        return rows  # NSA202: rows
# run: TestMethods().equal(fine)
# run: TestMethods().equal(boom)
# run: TestMethods().among(fine)
# run: TestMethods().among(boom)
# run: TestMethods().of_a_class(boom)
# run: TestMethods().the_same(boom)
# run: TestMethods().another_one(boom)
# run: TestMethods().its_own_message(fine)


def after_the_raise(load, a):
    try:
        if a:
            raise ValueError("before the rows")
        rows = load()
    except Exception as problem:
        assert str(problem) == "before the rows"
    return rows  # NSA202: rows
# run: after_the_raise(fine, True)
# run: after_the_raise(fine, False)


def another_text(load):
    try:
        rows = load()
        raise ValueError("the one")
    except Exception as problem:
        assert str(problem) == "boom"
    return rows  # NSA202: rows
# run: another_text(fine)
# run: another_text(boom)


def not_it(load):
    try:
        rows = load()
        raise ValueError("not this one")
    except Exception as problem:
        assert str(problem) != "not this one"
    return rows  # NSA202: rows
# run: not_it(fine)
# run: not_it(boom)


def in_its_message_perhaps(load):
    try:
        rows = load()
        raise ValueError("timed out")
    except Exception as problem:
        if "timed out" not in str(problem):
            raise
    return rows  # NSA202: rows
# not run: the message of another error may have it


def of_another_function():
    try:
        rows = refuse("")
        raise ValueError("not enough of it")
    except Exception as problem:
        assert str(problem) == "not enough of it"
    return rows  # NSA202: rows
# run: of_another_function()


def of_an_import(load):
    try:
        import json as fast

        rows = fast, load()
        raise ValueError("of an import")
    except (ImportError, ValueError) as problem:
        assert str(problem) == "boom"
    return rows  # NSA102: rows
# run: of_an_import(fine)
# run: of_an_import(boom)


def told_otherwise(load, a):
    try:
        if a:
            raise ValueError(load("told otherwise"))
        rows = load()
        raise ValueError("told otherwise")
    except Exception as problem:
        assert str(problem) == "told otherwise"
    return rows  # NSA202: rows
# run: told_otherwise(lambda *text: text[0] if text else 1, True)
# run: told_otherwise(lambda *text: text[0] if text else 1, False)


def asserted_in_the_body(load):
    try:
        assert load(), "asserted in the body"
        rows = load()
        raise AssertionError("asserted in the body")
    except AssertionError as problem:
        assert str(problem) == "asserted in the body"
    return rows  # NSA202: rows
# run: asserted_in_the_body(lambda: 0)
# run: asserted_in_the_body(lambda: 1)


def handed_on(load):
    try:
        rows = load("to be raised")
        raise ValueError("to be raised")
    except Exception as problem:
        assert str(problem) == "to be raised"
    return rows  # NSA202: rows
# run: handed_on(lambda text: (_ for _ in ()).throw(ValueError(text)))


def by_an_inner_function():
    try:
        def inner():
            raise ValueError("from an inner one")

        rows = inner()
        raise ValueError("from an inner one")
    except Exception as problem:
        assert str(problem) == "from an inner one"
    return rows  # NSA202: rows
# run: by_an_inner_function()


def by_itself(n):
    try:
        rows = by_itself(n - 1) if n else 1
        raise ValueError("by itself")
    except Exception as problem:
        assert str(problem) == "by itself"
        if n == 0:
            raise
    return rows  # NSA202: rows
# run: by_itself(1)


def what_is_given(load, text):
    try:
        rows = load()
        raise ValueError(text)
    except Exception as problem:
        assert str(problem) == text
    return rows  # NSA202: rows
# run: what_is_given(fine, "boom")
# run: what_is_given(boom, "boom")


def nothing_to_say(load):
    try:
        rows = load()
        raise ValueError("")
    except Exception as problem:
        assert str(problem) == ""
    return rows  # NSA202: rows
# run: nothing_to_say(lambda: (_ for _ in ()).throw(ValueError))


def a_name_in_its_message(x):
    try:
        rows = x.rows
        raise ValueError("rows")
    except Exception as problem:
        assert "rows" in str(problem)
    return rows  # NSA202: rows
# run: a_name_in_its_message(Box())


def a_key_is_its_message(x):
    try:
        rows = x["key"]
        raise KeyError("key")
    except Exception as problem:
        assert problem.args[0] == "key"
    return rows  # NSA202: rows
# run: a_key_is_its_message({})


def raised_elsewhere():
    try:
        rows = refuse("it")
        raise Refused("here")
    except Exception as problem:
        assert isinstance(problem, Refused)
    return rows  # NSA202: rows
# run: raised_elsewhere()


def a_class_of_python(load):
    try:
        rows = load()
        raise ValueError("of Python")
    except Exception as problem:
        assert isinstance(problem, ValueError)
    return rows  # NSA202: rows
# run: a_class_of_python(boom)


def handed_to_what_is_called(load):
    error = ValueError("handed on")
    try:
        rows = load(error)
        raise error
    except Exception as problem:
        assert problem is error
    return rows  # NSA202: rows
# run: handed_to_what_is_called(lambda error: (_ for _ in ()).throw(error))


def another_object(load):
    try:
        rows = load()
        raise ValueError("no longer it")
    except Exception as problem:
        problem = ValueError("no longer it")
        assert str(problem) == "no longer it"
    return rows  # NSA202: rows
# run: another_object(fine)
# run: another_object(boom)


def what_caused_it(load):
    try:
        rows = load()
        raise ValueError("the cause")
    except Exception as problem:
        assert str(problem.__cause__) == "the cause"
    return rows  # NSA202: rows
# not run: the cause may be anything


def test_one(load):
    try:
        rows = load()
        raise ValueError("an error of tests")
    except Exception as problem:
        assert str(problem) == "an error of tests"
    return rows
# run: test_one(fine)
# run: test_one(boom)


def test_two(load):
    try:
        rows = load()
        raise ValueError("an error of tests")
    except Exception as problem:
        assert str(problem) == "an error of tests"
    return rows
# run: test_two(fine)
# run: test_two(boom)
