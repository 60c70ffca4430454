# What sets an attribute by a text may set that of a class; one of `self` is not that of the class.

class Ops:
    def launch(self):
        raise NotImplementedError

    def flush(self):
        raise NotImplementedError

    def fill(self):
        self.flush = 1
        setattr(self, "flush", 2)


def patch(owner, name):
    patching(owner, name, lambda self: None)


import builtins
patching = getattr(builtins, "set" + "attr")
patch(Ops, "launch")


def patched(flag):
    if flag:
        y = 1
    else:
        Ops.launch(None)
    use(y)  # NSA201: y
# run: patched(False)


def as_it_is(flag):
    if flag:
        y = 1
    else:
        Ops.flush(None)
    use(y)


def quiet(function, *arguments):
    try:
        function(*arguments)
    except NotImplementedError:
        pass
# run: quiet(as_it_is, False)
