from lib import HAS_FAST
if HAS_FAST:
    import fast

def innermost(x):
    return fast.run(x)  # NSA104: fast

def inner(x):
    for each in x:
        innermost(each)

def outer(x):
    return inner(x)

if __name__ == "__main__":
    outer(1)
