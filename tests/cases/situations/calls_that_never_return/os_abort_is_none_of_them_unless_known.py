import os
def f(a):
    if a:
        x = 1
    else:
        os.getpid()
    use(x)  # NSA201: x
# run: f(True)
# run: f(False)
