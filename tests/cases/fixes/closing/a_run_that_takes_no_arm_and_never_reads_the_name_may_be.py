# a run that takes no arm and never reads the name may be right
# fix: unsafe
def plan(self, mode, verbose):
    if self.mode == 1:
        lens = self.decode()
    elif self.mode == 2:
        lens = self.extend()
    if verbose:
        print(lens)  # NSA201: lens
