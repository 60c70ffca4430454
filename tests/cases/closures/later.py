# Coroutines and generators run where they are awaited or used up.
import asyncio


async def awaited_too_early(flag):
    async def g():
        use(y)  # NSA205: y
    await g()
    y = 1
# run: list(awaited_too_early(True).__await__())


async def awaited_in_time(flag):
    async def g():
        use(y)
    y = 1
    await g()
# run: list(awaited_in_time(True).__await__())


async def awaited_under_the_guard(flag):
    async def g():
        nonlocal z
        z = y
    if flag:
        y = 1
        await g()
        use(z)
    z = 1
# run: list(awaited_under_the_guard(True).__await__())
# run: list(awaited_under_the_guard(False).__await__())


async def kept_for_later(flag):
    async def g():
        use(y)
    task = g()
    y = 1
    await task
# run: list(kept_for_later(True).__await__())


def used_up_too_early(flag):
    def g():
        yield use(y)  # NSA205: y
    list(g())
    y = 1
# run: used_up_too_early(True)


def summed_under_the_guard(flag):
    def g():
        yield y
    if flag:
        y = 1
        sum(g())
# run: summed_under_the_guard(True)
# run: summed_under_the_guard(False)


def looped_over_too_early(flag):
    def g():
        yield y  # NSA201: y
    if flag:
        y = 1
    for each in g():
        use(each)
# run: looped_over_too_early(True)
# run: looped_over_too_early(False)


def made_and_used_up_later(flag):
    def g():
        yield y
    items = g()
    y = 1
    return list(items)
# run: made_and_used_up_later(True)


def joined(flag):
    def parts():
        yield str(y)  # NSA201: y
    if flag:
        y = 1
    return ",".join(parts())
# run: joined(True)
# run: joined(False)


def called_before_it_is_bound_again(flag, other):
    def get():
        return y  # NSA201: y
    if flag:
        y = 1
        get()
    if flag:
        get()
    if flag:
        get()
    if other:
        get()
    y = 2
# run: called_before_it_is_bound_again(True, True)
# run: called_before_it_is_bound_again(False, True)


def called_before_its_own_binding(flag):
    def put():
        nonlocal y
        use(y)  # NSA201: y
        y = 1
    if flag:
        y = 0
    put()
    use(y)
# run: called_before_its_own_binding(True)
# run: called_before_its_own_binding(False)


def registered_on_several_lines(owner, kind):
    if kind:

        def hook():
            return handle

        handle = owner(
            hook,
        )
    else:

        def hook():
            return handle

        handle: object = owner(
            hook,
        )
    return handle
# run: registered_on_several_lines(lambda hook: hook, 1)()
# run: registered_on_several_lines(lambda hook: hook, 0)()
