import sys
if sys.platform == 'win32':
    x = 1
if sys.platform == 'win32':
    use(x)
# run:
