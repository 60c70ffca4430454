import torch
def f():
    if torch.version.cuda:
        x = 1
    return x  # NSA104: x
