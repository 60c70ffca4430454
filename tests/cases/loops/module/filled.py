NAMES = ["a", "b"]
SHAPES: dict = {"a": 1}
EMPTIED = ["a"]
REPLACED = ["a"]


class Table:
    KEYS = {"a": "b"}
    OTHER = ("a",)


for name in NAMES:
    use(name)
del name

for key, shape in SHAPES.items():
    use(key)
use(shape)

for key in Table.KEYS:
    last = key
use(last)


def of_the_module():
    for each in NAMES:
        y = each
    use(y)


def emptied():
    EMPTIED.pop()
    for each in EMPTIED:
        y = each
    use(y)  # NSA203: y


def replaced(xs):
    global REPLACED
    REPLACED = xs
    for each in REPLACED:
        y = each
    use(y)  # NSA203: y


class Subclass(Table):
    def __init__(self, xs):
        Subclass.OTHER = xs

    def get(self):
        for each in Table.OTHER:
            y = each
        return y  # NSA203: y


def a_parameter_of_that_name(NAMES):
    for each in NAMES:
        y = each
    use(y)  # NSA203: y
# run: of_the_module()
# run: emptied()
# run: replaced([])
# run: a_parameter_of_that_name([])
