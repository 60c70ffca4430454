a = False
if a:
    x = 1
if a:
    use(x)
# run:
