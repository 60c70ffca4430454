import os
if os.name == 'nt':
    x = 1
use(x)  # NSA104: x
# not run: what it needs is not there
