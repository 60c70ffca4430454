try:
    import no_such_module
except ImportError:
    pass
use(no_such_module)  # NSA102: no_such_module
# run:
