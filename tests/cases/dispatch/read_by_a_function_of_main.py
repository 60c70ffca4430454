try:
    import fast
except ImportError:
    pass

def make():
    return fast.make()  # NSA102: fast

def main():
    with open("x") as file:
        print(make(), file=file)

main()
