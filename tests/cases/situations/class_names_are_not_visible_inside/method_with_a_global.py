x = 0
class C:
    x = 1
    def m(self):
        return x
# run: C().m()
