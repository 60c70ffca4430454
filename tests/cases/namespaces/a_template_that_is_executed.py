# Names that nothing here binds are read: who executes the file puts them into it, and may put in `stages`, too.
TILE = rows * columns
if not prefunded:
    stages = stages - TILE


def kernel(x):
    return x[:stages]


# not run: a template
