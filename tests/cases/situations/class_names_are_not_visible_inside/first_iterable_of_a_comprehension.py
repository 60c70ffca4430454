class C:
    x = (1,)
    y = [i for i in x]
# run:
