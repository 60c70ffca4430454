import sys
if sys.platform == 'win32':
    x = 1
use(x)  # NSA104: x
# not run: what it needs is not there
