# A handler is there for what the body shows: a key that is looked up, a text that is read as JSON. What another package's
# call does before is not taken to raise that; what the file defines, or is handed, may.

import contextlib
import json
import os
import shutil
import sys
from contextlib import suppress
from os import urandom as source
from queue import Queue

CACHED = {}


def opened(name):
    return open(f"/no/such/file/{name}")


class Table:
    def __getattr__(self, name):
        return own


def filled(queue):
    queue.put({})
    return queue


def own(key):
    return CACHED[key]


def a_key_of_the_answer(text):
    try:
        answer = json.loads(text)
        return answer["choices"]
    except KeyError:
        use(answer)
# run: a_key_of_the_answer('{"choices": 1}')
# run: a_key_of_the_answer('{"error": 1}')


def a_branch_of_a_flag(use_cuda, text):
    try:
        if use_cuda:
            answer = text.encode()
        else:
            answer = source(2)
        return {}[answer]
    except LookupError:
        use(answer)
# run: a_branch_of_a_flag(True, "a")
# run: a_branch_of_a_flag(False, "a")


def a_text_that_is_no_json(text):
    try:
        raw = text.encode()
        return json.loads(raw)
    except json.JSONDecodeError:
        use(raw)
# run: a_text_that_is_no_json("{}")
# run: a_text_that_is_no_json("{")


def an_iterator_that_ends(items):
    try:
        size = items.__length_hint__()
        return next(items)
    except StopIteration:
        use(size)
# run: an_iterator_that_ends(iter([]))


def a_division(text):
    try:
        raw = text.encode()
        return 10 / len(raw)
    except ZeroDivisionError:
        use(raw)
# run: a_division("")


def two_handlers(text):
    try:
        answer = json.loads(text)
        return answer["choices"]
    except ValueError:
        return None
    except KeyError:
        use(answer)
# run: two_handlers("{}")
# run: two_handlers("{")


def a_manager(text):
    answer = None
    with suppress(KeyError):
        answer, found = json.loads(text), True
        use(answer["choices"])
    if answer is not None:
        use(found)
# run: a_manager("{}")


class Client:
    def a_method(self, queue):
        try:
            item = queue.get()
            return item["choices"]
        except KeyError:
            use(item)
# run: Client().a_method(filled(Queue()))


def what_is_built_in(names, text):
    try:
        if any(name in text for name in names):
            data = dict(model=text, size=len(text))
        else:
            data = dict(model=text)
        raw = json.dumps(data).encode()
        return json.loads(raw)["choices"]
    except ConnectionError:
        return None
    except json.JSONDecodeError:
        use(raw)
    except KeyError:
        use(data, raw)
# run: what_is_built_in(["a"], "a")
# run: what_is_built_in([], "a")


def an_import_after_it(text):
    try:
        size = text.count("a")
        data = json.dumps(size)
        import nowhere
        return nowhere.load(data)
    except ImportError:
        use(size, data)
# run: an_import_after_it("a")


# What else may raise it: the file's own function, what it is handed, a key before, and a handler for more.


def a_function_of_the_file(key):
    try:
        found = own(key)
        return found["choices"]
    except KeyError:
        use(found)  # NSA202: found
# run: a_function_of_the_file("a")


def a_function_that_is_handed_on(read, key):
    try:
        found = read(key)
        return found["choices"]
    except KeyError:
        use(found)  # NSA202: found
# run: a_function_that_is_handed_on(own, "a")


class Reader:
    def __getattr__(self, name):
        return own

    def a_method_of_its_own(self, key):
        try:
            found = self.read(key)
            return found["choices"]
        except KeyError:
            use(found)  # NSA202: found
# run: Reader().a_method_of_its_own("a")


def a_key_before(keys, key):
    try:
        found = json.dumps(keys[key])
        return keys[found]
    except KeyError:
        use(found)  # NSA202: found
# run: a_key_before({}, "a")


def an_item_that_is_taken(keys, key):
    try:
        found = keys.pop(key)
        return keys[found]
    except KeyError:
        use(found)  # NSA202: found
# run: an_item_that_is_taken({}, "a")


def no_key_in_sight(keys, key):
    try:
        found = keys.look_up_for(key)
        use(found)
    except KeyError:
        use(found)  # NSA202: found
# run: no_key_in_sight(Table(), "a")


def a_handler_for_more(text):
    try:
        answer = json.loads(text)
        return answer["choices"]
    except (KeyError, ValueError):
        use(answer)  # NSA202: answer
# run: a_handler_for_more("{")


def answers(keys):
    for key in keys:
        yield CACHED[key]


def what_is_built_in_runs_a_generator_of_the_file(keys):
    try:
        found = list(answers(keys))
        return found[0]["choices"]
    except LookupError:
        use(found)  # NSA202: found
# run: what_is_built_in_runs_a_generator_of_the_file("a")


def a_loop_over_a_generator_of_the_file(keys):
    try:
        for found in answers(keys):
            use(found["choices"])
    except KeyError:
        use(found)  # NSA202: found
# run: a_loop_over_a_generator_of_the_file("a")


def taken(name):
    return __import__(name)


def a_function_of_the_file_that_imports(name):
    try:
        module = taken(name)
        import nowhere
        return nowhere.load(module)
    except ImportError:
        use(module)  # NSA102: module
# run: a_function_of_the_file_that_imports("nowhere")


def an_import_by_its_name(name):
    try:
        module = __import__(name)
        import nowhere
        return nowhere.load(module)
    except ImportError:
        use(module)  # NSA102: module
# run: an_import_by_its_name("nowhere")


def an_import_after_a_builtin_that_calls():
    try:
        first, second = map(sys.platform.startswith, ("linux", "win"))
        flag = False
        import fastlib
    except (ModuleNotFoundError, ImportError):
        return flag
    return fastlib, first, second


# run: an_import_after_a_builtin_that_calls()


def an_import_after_a_sorted_list(names):
    try:
        last = sorted(names, key=str.lower)[-1]
        import fastlib
    except ImportError:
        return last
    return fastlib


# run: an_import_after_a_sorted_list("ab")


def an_import_after_what_is_unpacked(pair):
    try:
        first, second = pair
        import fastlib
    except ImportError:
        return first, second
    return fastlib


# run: an_import_after_what_is_unpacked((1, 2))


def a_builtin_that_calls_what_it_is_given(load, names):
    try:
        first, *_ = map(load, names)
        import fastlib
    except ImportError:
        return first  # NSA102: first
    return fastlib


# run: a_builtin_that_calls_what_it_is_given(len, "ab")
# run: a_builtin_that_calls_what_it_is_given(__import__, ["module_that_is_missing"])


def a_file_after_what_another_gives(folder, use_triton):
    try:
        with suppress(KeyError):
            path = json.loads(folder)
            with open(path) as file:
                return file.read(), use_triton
    except FileNotFoundError:
        return path


# run: a_file_after_what_another_gives('"/no/such/file"', True)


def a_directory_in_a_manager(console, folder, fast):
    try:
        with console.nullcontext():
            if fast:
                path = folder
            else:
                path = folder + "/slow"
            shutil.rmtree(path)
    except (FileNotFoundError, PermissionError):
        return path


# run: a_directory_in_a_manager(contextlib, "/no/such/folder", True)
# run: a_directory_in_a_manager(contextlib, "/no/such/folder", False)


def a_file_that_is_made(fast):
    try:
        name = json.dumps(fast)
        os.mkdir("/")
        return name
    except FileExistsError:
        return name
    except PermissionError:
        return name


# run: a_file_that_is_made(1)


def two_files(first, second):
    try:
        with open(first) as file:
            text = file.read()
        with open(second) as file:
            return text, file.read()
    except FileNotFoundError:
        return text  # NSA202: text


# run: two_files("/no/such/file", "/no/such/file")


def what_the_file_defines(use_triton):
    try:
        name = opened(use_triton)
        return open(name)
    except FileNotFoundError:
        return name  # NSA102: name


# run: what_the_file_defines(True)
