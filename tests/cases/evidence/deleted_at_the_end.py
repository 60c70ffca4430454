def say(text):
    return str(text)


def refuse(problem):
    raise NotImplementedError(say(problem)) from problem


try:
    kept = None
    import fastlib
except ImportError as problem:
    refuse(problem)
if fastlib.__dict__:
    use(fastlib)


class Refuses:
    @staticmethod
    def now(problem):
        raise RuntimeError(str(problem))


try:
    import otherlib
except ImportError as problem:
    Refuses.now(problem)
use(otherlib)


def warns(problem):
    use(problem)


try:
    import thirdlib
except ImportError as problem:
    warns(problem)
use(thirdlib)  # NSA102: thirdlib
del say
