from sys import exit
def f(a):
    if a:
        x = 1
    else:
        exit(1)
    use(x)
# run: f(True)
# run: f(False)
