class C:
    x = 1
    y = [x for _ in (1,)]
# not run: a policy
