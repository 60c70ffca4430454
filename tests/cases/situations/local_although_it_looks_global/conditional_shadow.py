x = 0
def f(a):
    if a:
        x = 1
    use(x)  # NSA201: x
# run: f(True)
# run: f(False)
