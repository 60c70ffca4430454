# An optimised path that fails, and a handler that goes on without
# what it would have bound.
def load(path, log):
    try:
        import fast_reader

        header = fast_reader.open(path)
        table = fast_reader.read(header)
    except ImportError:
        log.warning("no fast reader for %s", path)
        table = read_slowly(path)
    return table, header.columns
