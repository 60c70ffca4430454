a = False
if a:
    x = 1
def f():
    use(x)  # NSA103: x
# run: f()
