x = 1
class C:
    x = x
# run:
