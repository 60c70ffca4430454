import pytest
def f(a):
    if a:
        x = 1
    else:
        pytest.fail('no')
    use(x)
# not run: what it needs is not there
