HAS_FAST = probe()
if HAS_FAST:
    import fast

def run():
    return fast.run()

def main():
    if HAS_FAST:
        return run()
