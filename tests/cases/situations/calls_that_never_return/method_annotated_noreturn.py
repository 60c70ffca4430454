from typing import NoReturn
class C:
    def die(self) -> NoReturn:
        raise SystemExit
    def f(self, a):
        if a:
            x = 1
        else:
            self.die()
        use(x)
# run: C().f(True)
# run: C().f(False)
