try:
    import no_such_module
except ImportError:
    no_such_module = None
use(no_such_module)
# run:
