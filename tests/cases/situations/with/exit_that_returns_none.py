class M:
    def __enter__(self):
        return self
    def __exit__(self, *_):
        use(1)
def f():
    with M():
        x = boom()
    use(x)
# run: f()
