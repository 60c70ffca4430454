# An attribute that the constructor sets, and a method, are there; what a small method does is all that can fail in it.
class Base:
    def __init__(self):
        self.first = None


class Connection(Base):
    kind = 1

    def __init__(self, session):
        super().__init__()
        self.session = session
        if session:
            self.perhaps = session

    @property
    def failing(self):
        return self.session.missing

    def ready(self, write):
        return self.session is not None and (self.kind or not write)

    def looks_deeper(self):
        return self.session.missing is not None

    def attribute(self):
        try:
            session = self.session
            y = session
            launch(y)
        except Exception:
            return y
        return y

    def of_the_class_and_of_a_base(self):
        try:
            first = self.kind, self.first, self.ready
            y = first
            launch(y)
        except Exception:
            return y
        return y

    def method(self, write):
        try:
            if self.ready(write):
                return 1
            y = self.first
            launch(y)
        except Exception:
            return y
        return y

    def a_method_that_may_fail(self):
        try:
            if self.looks_deeper():
                return 1
            y = 1
        except Exception:
            return y  # NSA202: y
        return y

    def a_property(self):
        try:
            y = self.failing
        except Exception:
            return y  # NSA202: y
        return y

    def set_perhaps(self):
        try:
            y = self.perhaps
        except Exception:
            return y  # NSA202: y
        return y

    def set_nowhere(self):
        try:
            y = self.absent
        except Exception:
            return y  # NSA202: y
        return y


# run: Connection(1).attribute()
# run: Connection(1).of_the_class_and_of_a_base()
# run: Connection(None).method(1)
# run: Connection(1).a_method_that_may_fail()
# run: Connection(1).a_property()
# run: Connection(0).set_perhaps()
# run: Connection(1).set_nowhere()
