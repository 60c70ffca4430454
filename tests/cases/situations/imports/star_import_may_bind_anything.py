from os.path import *
use(join)
# run:
