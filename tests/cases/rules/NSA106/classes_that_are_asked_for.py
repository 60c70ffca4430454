try:
    from no_such_kernels import Tensor
except ImportError:
    Tensor = None


def handed_on(x):
    use(x, Tensor)
    return print(x, Tensor)
# run: handed_on(1)


def compared_by_a_function(x, same=lambda a, b: a is b):
    return same(x, Tensor) or x == Tensor
# run: compared_by_a_function(1)


def asked_for(x):
    return isinstance(x, Tensor)  # NSA106: Tensor
# not run: the TypeError says that a type is expected, and names no None


try:
    from no_such_kernels import Block
except ImportError:
    Block = None


def one_of_several(x):
    return isinstance(x, (list, Block))  # NSA106: Block
# not run: the TypeError says that a type is expected, and names no None


try:
    from no_such_kernels import Layer
except ImportError:
    Layer = None


def of_a_class(x):
    return issubclass(type(x), Layer)  # NSA106: Layer
# not run: the TypeError says that a type is expected, and names no None


try:
    from no_such_kernels import Thing
except ImportError:
    Thing = None


def the_object_itself(x):
    return isinstance(Thing, int)
# run: the_object_itself(1)


class Asks:
    def isinstance(self, x, other):
        return x is other

    def asks(self, x):
        return self.isinstance(x, Thing)
# run: Asks().asks(1)
