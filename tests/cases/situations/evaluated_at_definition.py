# evaluated at definition

def default():
    def g(a=x):  # NSA205: x
        pass
    x = 1
# run: default()


def lambda_default():
    g = lambda a=x: a  # NSA205: x
    x = 1
# run: lambda_default()


def decorator():
    @d  # NSA205: d
    def g():
        pass
    d = 1
# run: decorator()


def base_class():
    class C(B):  # NSA205: B
        pass
    B = object
# run: base_class()


def metaclass():
    class C(metaclass=M):  # NSA205: M
        pass
    M = type
# run: metaclass()


def bodies_are_deferred():
    def g():
        return x
    h = lambda: x
    x = 1
    g(), h()
# run: bodies_are_deferred()


def annotation_as_a_string():
    def g(a: 'T'):
        pass
    T = int
# run: annotation_as_a_string()
