import sys
def f(a):
    if a:
        x = 1
    else:
        sys.exit(1)
    use(x)
# run: f(True)
# run: f(False)
