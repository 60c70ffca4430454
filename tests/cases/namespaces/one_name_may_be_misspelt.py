# One name that nothing binds says nothing of the others.
from lib import has_fast

TILE = rows * 2
if has_fast():
    stages = 2


def kernel(x):
    return x[:stages]  # NSA103: stages


# not run: a name is misspelt
