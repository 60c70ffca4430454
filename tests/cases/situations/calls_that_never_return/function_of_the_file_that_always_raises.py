def die():
    raise ValueError
def f(a):
    if a:
        x = 1
    else:
        die()
    use(x)
# run: f(True)
# run: f(False)
