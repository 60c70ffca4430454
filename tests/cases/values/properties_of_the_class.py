from functools import cached_property


class Layer:
    def __init__(self, fast, safe, name="x"):
        self.fast, self.safe, self.name = fast, safe, name

    @property
    def either(self):
        return self.fast or self.safe

    @cached_property
    def both(self):
        return self.fast and self.safe

    @property
    def needed(self):
        if not self.fast:
            raise ValueError("needed")
        return True

    def implied_by_what_it_returns(self):
        if self.either:
            y = 8
        if self.fast:
            use(y)

    def implies_what_it_returns(self):
        if self.safe:
            y = 8
        if self.both:
            use(y)
        if self.either:
            use(y)  # NSA201: y

    def stored_before(self):
        self.safe = True
        if bool(self.either):
            y = 1
        use(y)

    def stored_in_between(self):
        if not self.either:
            y = 4
        self.fast = not self.fast
        if self.either:
            y = 8
        use(y)  # NSA201: y

    def raises_where_it_does_not_hold(self):
        if self.fast:
            y = 1
        if self.needed:
            use(y)
        use(y)
# run: Layer(True, True).implied_by_what_it_returns()
# run: Layer(False, False).implied_by_what_it_returns()
# run: Layer(True, False).implies_what_it_returns()
# run: Layer(False, False).stored_before()
# run: Layer(True, True).stored_in_between()
# run: Layer(False, True).raises_where_it_does_not_hold()
# run: Layer(True, True).raises_where_it_does_not_hold()


class Stores:
    def __init__(self, safe):
        self.safe = safe

    def other(self):
        self.safe = not self.safe
        return fine()

    def what_is_not_called_changes_nothing(self):
        if self.safe:
            self.safe = fine()
        else:
            z = 1
        if self.safe and (self.safe or self.other()) and not self.safe:
            use(z)
# run: Stores(True).what_is_not_called_changes_nothing()
# run: Stores(False).what_is_not_called_changes_nothing()


class Base:
    @property
    def ready(self):
        return self.one


class Overridden(Base):
    def __init__(self, one):
        self.one = one

    def read(self):
        if self.ready:
            y = 1
        if self.one:
            use(y)  # NSA201: y


class Other(Overridden):
    @property
    def ready(self):
        return False
# run: Other(True).read()
# run: Overridden(True).read()
# run: Overridden(False).read()


class Settable:
    def __init__(self, one):
        self.one = one

    @property
    def on(self):
        return self.one

    @on.setter
    def on(self, value):
        self.one = value

    def read(self):
        if self.on:
            y = 1
        self.on = True
        if self.on:
            use(y)  # NSA201: y
# run: Settable(False).read()
# run: Settable(True).read()
