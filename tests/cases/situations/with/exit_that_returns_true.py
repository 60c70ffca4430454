class M:
    def __enter__(self):
        return self
    def __exit__(self, *_):
        return True
def f():
    with M():
        x = boom()
    use(x)  # NSA202: x
# run: f()
