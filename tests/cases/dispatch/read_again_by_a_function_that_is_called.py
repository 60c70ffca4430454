try:
    import missing_package
except ImportError:
    fine()


def inner():
    use(missing_package)


def read_before_the_call():
    use(missing_package)  # NSA103: missing_package
    inner()
# run: read_before_the_call()
