import os
def f():
    if os.name == odd():
        x = 1
    return x  # NSA104: x
