try:
    import missing_package
except ImportError:
    fine()


def of_two():
    use(missing_package)  # NSA103: missing_package


def read_before_one_call_of_two(a):
    if a:
        use(missing_package)
    of_two()
# run: read_before_one_call_of_two(True)
# run: read_before_one_call_of_two(False)
