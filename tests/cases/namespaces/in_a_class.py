def build(flag):
    class C:
        if flag:
            locals()["size"] = 1
        else:
            size = 2
        use(size)
    return C
# run: build(True)
# run: build(False)


def build_the_wrong_one(flag):
    class C:
        if flag:
            locals()["length"] = 1
        else:
            size = 2
        use(size)  # NSA201: size
    return C
# run: build_the_wrong_one(True)
# run: build_the_wrong_one(False)


def build_by_a_name(flag, name):
    class C:
        if flag:
            size = 1
        vars()[name] = 2
        use(size)
    return C
# run: build_by_a_name(True, "size")
# run: build_by_a_name(False, "size")
