a = False
if a:
    x = 1
def f():
    if a:
        use(x)
# run: f()
