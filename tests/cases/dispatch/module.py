import os
if os.environ.get('A'):
    x = 1
use(x)  # NSA104: x
