# So it is in the body of a module.
from contextlib import suppress

with suppress(ImportError):
    import missing_package

use(missing_package)  # NSA102: missing_package
# run:
