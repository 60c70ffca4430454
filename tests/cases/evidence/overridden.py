class Template:
    def refuse(self):
        raise NotImplementedError

    def go(self, flag):
        if flag:
            y = 1
        else:
            self.refuse()
        use(y)  # NSA201: y


class Lenient(Template):
    def refuse(self):
        return None
# run: Lenient().go(True)
# run: Lenient().go(False)


class Strict:
    def fail(self):
        raise ValueError

    def go(self, flag):
        if flag:
            y = 1
        else:
            self.fail()
        use(y)
# run: Strict().go(True)
# run: Strict().go(False)


class Base:
    def stop(self, text):
        raise ValueError(text)


class Derived(Base):
    def go(self, flag):
        if flag:
            y = 1
        else:
            self.stop("no")
        use(y)
# run: Derived().go(True)
# run: Derived().go(False)


class Top:
    def leave(self):
        raise ValueError

    def go(self, flag):
        if flag:
            y = 1
        else:
            self.leave()
        use(y)  # NSA201: y


class Middle(Top):
    pass


class Bottom(Middle):
    def leave(self):
        return 1
# run: Bottom().go(False)
# run: Top().go(False)


class Static:
    @staticmethod
    def die(text):
        raise ValueError(text)

    @classmethod
    def perish(cls):
        cls.die("no")

    def go(self, flag):
        if flag:
            y = 1
        else:
            self.perish()
        use(y)

    def by_its_name(self, flag):
        if flag:
            y = 1
        else:
            Static.die("no")
        use(y)
# run: Static().go(True)
# run: Static().go(False)
# run: Static().by_its_name(False)


class Loud:
    def die(self):
        raise ValueError


class Quiet:
    def die(self):
        return 1

    def go(self, flag):
        if flag:
            y = 1
        else:
            self.die()
        use(y)  # NSA201: y
# run: Quiet().go(True)
# run: Quiet().go(False)
