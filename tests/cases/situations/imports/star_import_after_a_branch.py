a = False
if a:
    join = 1
from os.path import *
use(join)
# run:
