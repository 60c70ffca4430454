from __future__ import annotations
def f():
    def g(a: T):
        pass
    T = int
# run: f()
