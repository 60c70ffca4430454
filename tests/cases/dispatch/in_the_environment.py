import os


def switch(x):
    if "USE_FAST" in os.environ:
        y = x
    return y  # NSA104: y


def keys(x):
    if "USE_FAST" not in os.environ.keys():
        launch(x)
    else:
        y = x
    return y  # NSA101: y


def another_mapping(x, settings):
    if "USE_FAST" in settings:
        y = x
    return y  # NSA201: y
# not run: the environment decides
