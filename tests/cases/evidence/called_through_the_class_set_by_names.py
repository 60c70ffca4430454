# A name that is computed may be any.

class Ops:
    def launch(self):
        raise NotImplementedError


for name in ["lau" + "nch"]:
    setattr(Ops, name, lambda self: None)


def patched(flag):
    if flag:
        y = 1
    else:
        Ops.launch(None)
    use(y)  # NSA201: y
# run: patched(False)
