import contextlib
with contextlib.suppress(ImportError):
    import fast

def run(x):
    return fast.run(x) if fast is not None else x  # NSA103: fast by default
