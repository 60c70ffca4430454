# a run that takes no arm and never reads the name may be right
def plan(self, mode, verbose):
    if self.mode == 1:
        lens = self.decode()
    elif self.mode == 2:
        lens = self.extend()
    else:
        raise ValueError(f"unexpected {self.mode=}")
    if verbose:
        print(lens)
