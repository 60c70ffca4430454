# local although it looks global

def shadows_a_builtin():
    use(id)  # NSA205: id
    id = 1
# run: shadows_a_builtin()


def function_defined_below_local():
    g()  # NSA205: g
    def g():
        pass
# run: function_defined_below_local()
