from lib import is_fast_available
if is_fast_available():
    from fast import launch

def careful(x):
    assert is_fast_available(), "fast is needed"
    return launch(x)

def careless(xs):
    return [launch(x) for x in xs]  # NSA103: launch
