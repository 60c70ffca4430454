# What a notebook has from its host is no sign that other names are there.
from lib import has_fast

get_ipython().system("nvidia-smi")
display(1)
if has_fast():
    stages = 2


def kernel(x):
    return x[:stages]  # NSA103: stages


# not run: a notebook's cells
