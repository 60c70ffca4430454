# imports

def conditional_import(a):
    if a:
        import os
    use(os)  # NSA201: os
# run: conditional_import(True)
# run: conditional_import(False)


def import_a_b_binds_a(a):
    if a:
        import os.path
    use(os)  # NSA201: os
# run: import_a_b_binds_a(True)
# run: import_a_b_binds_a(False)


def import_a_b_a_read():
    import os.path
    use(os)
# run: import_a_b_a_read()


def import_a_as_b(a):
    if a:
        import os as b
    use(b)  # NSA201: b
# run: import_a_as_b(True)
# run: import_a_as_b(False)


def handler_that_does_not_bind():
    try:
        import no_such_module
    except ImportError:
        pass
    use(no_such_module)  # NSA102: no_such_module
# run: handler_that_does_not_bind()


def handler_that_binds():
    try:
        import no_such_module
    except ImportError:
        no_such_module = None
    use(no_such_module)
# run: handler_that_binds()


def from_import_in_try():
    try:
        from no_such_module import x, y
    except ImportError:
        x = None
    use(x, y)  # NSA102: y
# run: from_import_in_try()
