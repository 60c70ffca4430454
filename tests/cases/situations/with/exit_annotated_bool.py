class M:
    def __enter__(self):
        return self
    def __exit__(self, *_) -> bool:
        return self is not None
def f():
    with M():
        x = boom()
    use(x)  # NSA202: x
# run: f()
