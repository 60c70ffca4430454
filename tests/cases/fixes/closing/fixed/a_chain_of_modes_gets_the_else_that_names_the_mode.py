# a chain of modes gets the else that names the mode
def plan(self, forward_mode):
    if forward_mode.is_decode():
        lens = self.decode()
    elif forward_mode.is_extend():
        lens = self.extend()
        # expanded
    else:
        raise ValueError(f"unexpected {forward_mode=}")
    # every mode from here on
    return lens
