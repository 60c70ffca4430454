# a chain of modes gets the else that names the mode
# fix: safe
def plan(self, forward_mode):
    if forward_mode.is_decode():
        lens = self.decode()
    elif forward_mode.is_extend():
        lens = self.extend()
        # expanded
    # every mode from here on
    return lens  # NSA201: lens
