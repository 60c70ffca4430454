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


def checked_on_another_way(a):
    if a:
        need()
    use(missing_package if not a else 0)  # NSA103: missing_package
# run: checked_on_another_way(True)
# run: checked_on_another_way(False)
