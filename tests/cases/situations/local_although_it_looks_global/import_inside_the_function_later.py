import os
def f():
    use(os)  # NSA205: os
    import os
# run: f()
