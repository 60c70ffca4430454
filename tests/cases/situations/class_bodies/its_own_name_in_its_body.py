class C:
    use(C)  # NSA205: C
# run:
