from lib import probe, register

HAS_FAST = probe()
if HAS_FAST:
    import fast

def run():
    return fast.run()  # NSA103: fast

def main():
    if HAS_FAST:
        return run()

register(run)
