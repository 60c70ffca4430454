# An arm that an earlier iteration took answers only where nothing in this one would bind.
#
# A body that fails before it binds is the reason, whatever the iterations before it have left unbound.

def has_component(node):
    return bool(node) and "component" in node


def a_finally_after_an_arm_that_skips(items, use_triton):
    for item in items:
        if use_triton:
            if item:
                continue
        try:
            path = int(item)
        finally:
            use(path)  # NSA202: path
# run: a_finally_after_an_arm_that_skips(["x"], False)
# run: a_finally_after_an_arm_that_skips(["1", "x"], True)


def a_handler_in_an_arm(items):
    for item in items:
        if has_component(item):
            try:
                signature = int(item["component"])
            except ValueError:
                use(signature)  # NSA202: signature
# run: a_handler_in_an_arm([{}, {"component": "x"}])
# run: a_handler_in_an_arm([{"component": "x"}])


def a_handler_beside_an_arm(items, use_triton):
    while items:
        item = items.pop()
        try:
            value = int(item)
        except ValueError:
            use(value)  # NSA202: value
        if use_triton:
            value = 0
# run: a_handler_beside_an_arm(["x", "1"], False)
# run: a_handler_beside_an_arm(["x"], False)


def after_a_handler(items, use_triton):
    for item in items:
        if use_triton:
            value = item
        try:
            value = int(item)
        except ValueError:
            pass
        use(value)  # NSA104: value
# run: after_a_handler(["x"], False)
# run: after_a_handler(["1", "x"], False)


class Reader:
    def a_method_with_two_loops(self, lists, use_triton):
        for items in lists:
            for item in items:
                if use_triton:
                    self.note(item)
                    continue
                try:
                    size = len(item)
                except TypeError:
                    return size  # NSA202: size
        return None

    def note(self, item):
        pass
# run: Reader().a_method_with_two_loops([[], [1]], False)
# run: Reader().a_method_with_two_loops([["a"], [1]], False)


def a_manager_that_swallows(items, use_triton):
    from contextlib import suppress

    for item in items:
        if use_triton and item:
            continue
        with suppress(ValueError):
            value = int(item)
        use(value)  # NSA202: value
# run: a_manager_that_swallows(["x"], False)


# An earlier iteration is the reason where this one does not bind the name before it reads it.


def read_before_the_arms(items, use_triton):
    for number, item in enumerate(items):
        if number > 0:
            use(last)  # NSA104: last
        if use_triton:
            last = item
# run: read_before_the_arms([1], False)
# run: read_before_the_arms([1, 2], False)


def read_in_a_handler_before_the_arms(items, use_triton):
    first = True
    for item in items:
        try:
            int(item)
        except ValueError:
            if not first:
                use(last)  # NSA104: last
        first = False
        if use_triton:
            last = item
# run: read_in_a_handler_before_the_arms(["1"], False)
# run: read_in_a_handler_before_the_arms(["1", "x"], False)


def another_if_that_adds(items, use_triton):
    for number, item in enumerate(items):
        if use_triton:
            last = item
        if item > 7:
            last = 7
        if number > 0:
            use(last)  # NSA104: last
# run: another_if_that_adds([1, 2], False)
# run: another_if_that_adds([8, 2], False)


def after_the_loop(items, use_triton):
    for item in items:
        if use_triton:
            last = item
    try:
        last = int(items[0])
    except ValueError:
        use(last)  # NSA104: last  # NSA203: last
# run: after_the_loop(["x"], False)
# run: after_the_loop(["1"], False)


def after_the_inner_loop(lists, use_triton):
    for items in (["1"], *lists):
        for item in items:
            if use_triton:
                last = item
        use(last)  # NSA104: last  # NSA203: last
# run: after_the_inner_loop([], False)


def deleted_in_an_earlier_one(items):
    value = 0
    for item in items:
        try:
            value = int(item)
        except ValueError:
            use(value)  # NSA204: value
        del value
# run: deleted_in_an_earlier_one(["1", "x"])


# A failing body hides the arm of an earlier iteration only where the read can fail for the body alone.


def work(job):
    if job < 0:
        raise OSError(job)
    return job


def a_handler_that_lets_the_first_failure_out(jobs, backend):
    seen = False
    for job in jobs:
        try:
            data = work(job)
            if backend == "cuda":
                kernel = data
            elif backend == "rocm":
                kernel = -data
            seen = True
        except OSError:
            if not seen:
                raise
            use(kernel)  # NSA104: kernel
# run: a_handler_that_lets_the_first_failure_out([1, -1], "cpu")
# run: a_handler_that_lets_the_first_failure_out([1, -1], "cuda")


def a_handler_that_goes_on_and_a_count(jobs, backend):
    done = 0
    for job in jobs:
        try:
            data = work(job)
            if backend == "cuda":
                kernel = data
            elif backend == "rocm":
                kernel = -data
        except OSError:
            continue
        done += 1
    if done:
        use(kernel)  # NSA104: kernel
# run: a_handler_that_goes_on_and_a_count([1, -1], "cpu")
# run: a_handler_that_goes_on_and_a_count([-1, 1], "rocm")


def arms_in_the_first_iteration_only(jobs, backend):
    ready = False
    for job in jobs:
        try:
            data = work(job)
            if not ready:
                if backend == "cuda":
                    kernel = data
                elif backend == "rocm":
                    kernel = -data
                ready = True
        except OSError:
            if ready:
                use(kernel)  # NSA104: kernel
# run: arms_in_the_first_iteration_only([1, -1], "cpu")
# run: arms_in_the_first_iteration_only([-1], "cpu")


def arms_before_what_fails(jobs, backend):
    ready = False
    for job in jobs:
        try:
            if not ready:
                if backend == "cuda":
                    kernel = None
                elif backend == "rocm":
                    kernel = 2
                ready = True
            work(job)
        except OSError:
            use(kernel)  # NSA104: kernel
# run: arms_before_what_fails([-1], "cpu")
# run: arms_before_what_fails([1, -1], "rocm")


class Server:
    def two_reads_of_which_one_needs_the_arms(self, jobs, backend):
        ready = False
        for job in jobs:
            try:
                data = work(job)
                if backend == "cuda":
                    kernel = data
                elif backend == "rocm":
                    kernel = -data
                ready = True
            except OSError:
                if ready:
                    use(kernel)  # NSA104: kernel
                else:
                    use(kernel)  # NSA102: kernel
# run: Server().two_reads_of_which_one_needs_the_arms([1, -1], "cpu")
# run: Server().two_reads_of_which_one_needs_the_arms([-1], "cpu")


def a_manager_after_the_first(jobs, backend):
    from contextlib import suppress

    ready = False
    for job in jobs:
        with suppress(OSError):
            data = work(job)
            if backend == "cuda":
                kernel = data
            elif backend == "rocm":
                kernel = -data
            ready = True
        if ready:
            use(kernel)  # NSA104: kernel
# run: a_manager_after_the_first([1, -1], "cpu")
# run: a_manager_after_the_first([-1, 1], "cuda")


def a_body_that_fails_at_once(jobs, backend):
    for job in jobs:
        try:
            data = work(job)
            if backend == "cuda":
                kernel = data
            elif backend == "rocm":
                kernel = -data
        except OSError:
            use(kernel)  # NSA102: kernel
# run: a_body_that_fails_at_once([-1], "cpu")
# run: a_body_that_fails_at_once([1, -1], "cpu")


# A body that fails on other paths than those of the arm explains nothing.


def no_body_on_the_way(cache, use_triton):
    attempts = 0
    while True:
        if cache is not None:
            try:
                result = cache["x"]
            except KeyError:
                use("not there")
        if attempts or cache is not None:
            return result  # NSA101: result  # NSA202: result
        if use_triton:
            result = 1
        else:
            use("no triton")
        attempts += 1
# run: no_body_on_the_way(None, False)
# run: no_body_on_the_way(None, True)
# run: no_body_on_the_way({}, False)


def a_body_on_one_of_two_ways(xs, use_triton):
    seen = False
    for x in xs:
        if x == "slow":
            try:
                y = int(x)
            except ValueError:
                seen = True
        if seen:
            use(y)  # NSA101: y  # NSA202: y
        if use_triton:
            y = 1
        else:
            use("nothing")
        seen = True
# run: a_body_on_one_of_two_ways(["a", "b"], False)
# run: a_body_on_one_of_two_ways(["slow"], True)


def a_manager_on_one_of_two_ways(xs, use_triton):
    from contextlib import suppress

    seen = False
    for x in xs:
        if x == "slow":
            with suppress(ValueError):
                seen = True
                y = int(x)
        if seen:
            use(y)  # NSA101: y  # NSA202: y
        if use_triton:
            y = 1
        else:
            use("nothing")
        seen = True
# run: a_manager_on_one_of_two_ways(["a", "b"], False)
# run: a_manager_on_one_of_two_ways(["slow"], True)


def read_in_a_function_that_is_called_twice(xs, use_triton):
    def get():
        return y  # NSA101: y  # NSA202: y

    seen = False
    for x in xs:
        if seen:
            get()
            return
        if x == 7:
            try:
                y = int("a")
            except ValueError:
                get()
        seen = True
        if use_triton:
            y = 1
        else:
            use("nothing")
# run: read_in_a_function_that_is_called_twice([1, 2], False)
# run: read_in_a_function_that_is_called_twice([7], True)


class Client:
    def a_body_of_an_iteration_between(self, xs, use_triton):
        for number, x in enumerate(xs):
            if number == 1:
                try:
                    y = int(x)
                except ValueError:
                    use("again")
            if number == 2:
                use(y)  # NSA101: y
            if use_triton:
                y = number
            else:
                use("nothing")
# run: Client().a_body_of_an_iteration_between(["x", "x", "x"], False)
# run: Client().a_body_of_an_iteration_between(["x", "x", "x"], True)
