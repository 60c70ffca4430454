from lib import is_available, make

if is_available():
    import fast


class Tracker:
    def __init__(self):
        self.fast = make()

    def start(self):
        if self.fast is not None:
            return fast.start()  # NSA103: fast
        return None
# not run: lib is not installed
