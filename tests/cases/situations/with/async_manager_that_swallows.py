class M:
    async def __aenter__(self):
        return self
    async def __aexit__(self, *_):
        return True
async def f():
    async with M():
        x = boom()
    use(x)  # NSA202: x
# not run: a coroutine
