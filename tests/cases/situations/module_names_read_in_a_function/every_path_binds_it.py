a = False
if a:
    x = 1
else:
    x = 2
def f():
    use(x)
# run: f()
