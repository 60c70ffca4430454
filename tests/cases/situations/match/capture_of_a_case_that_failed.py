def f(s):
    try:
        match g(s):
            case item:
                pass
    except ValueError:
        use(item)  # NSA202: item
def g(s):
    raise ValueError
# run: f(1)
