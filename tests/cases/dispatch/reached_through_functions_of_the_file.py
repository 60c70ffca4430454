try:
    import missing_package
    HAS_IT = True
except ImportError:
    HAS_IT = False


def there():
    return HAS_IT


def need():
    if not HAS_IT:
        raise ImportError("needed")
    fine()


if there():
    use(missing_package)


def called_under_the_guard():
    if HAS_IT:
        middle()


def middle():
    innermost()


def innermost():
    use(missing_package)


def checked_on_one_way(a):
    if a:
        fine()
        need()
    use(missing_package if a else 0)
# run: called_under_the_guard()
# run: checked_on_one_way(True)
