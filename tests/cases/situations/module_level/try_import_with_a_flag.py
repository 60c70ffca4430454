try:
    import no_such_module
    HAS = True
except ImportError:
    HAS = False
if HAS:
    use(no_such_module)
# run:
