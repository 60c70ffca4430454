try:
    import no_such_module
    HAS = True
except ImportError:
    HAS = False
def f():
    if not HAS:
        raise ValueError
    use(no_such_module)
# run: f()
