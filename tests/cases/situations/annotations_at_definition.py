# python: -3.13
# annotations are evaluated at definition

def annotation_of_a_parameter():
    def g(a: T):  # NSA205: T
        pass
    T = int
# not run: what it needs is not there


def return_annotation():
    def g() -> T:  # NSA205: T
        pass
    T = int
# not run: what it needs is not there
