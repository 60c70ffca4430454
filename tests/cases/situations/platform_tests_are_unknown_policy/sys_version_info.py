import sys
if sys.version_info >= (3, 99):
    x = 1
use(x)  # NSA201: x
# not run: what it needs is not there
