from types import SimpleNamespace


def an_attribute(x):
    try:
        name = x.name
        boom()
    except Exception:
        use(x.name)
        use(name)
# run: an_attribute(SimpleNamespace())
# run: an_attribute(SimpleNamespace(name=1))


def something_else_failed(x):
    try:
        boom()
        name = x.name
    except Exception:
        use(x.name)
        use(name)  # NSA202: name
# run: something_else_failed(SimpleNamespace(name=1))


def an_item(x):
    try:
        name = x["name"]
        boom()
    except Exception:
        use(x["name"])
        use(name)
# run: an_item({})
# run: an_item({"name": 1})


def another_item(x):
    try:
        name = x["name"]
        boom()
    except Exception:
        use(x["other"])
        use(name)  # NSA202: name
# run: another_item({"other": 1})
# run: another_item({"name": 1, "other": 1})


def rebound(x):
    try:
        name = x.name
        boom()
    except Exception:
        x = SimpleNamespace(name=2)
        use(x.name)
        use(name)  # NSA202: name
# run: rebound(SimpleNamespace())
# run: rebound(SimpleNamespace(name=1))


def in_the_message(x):
    try:
        name = x.name
        boom()
    except Exception as problem:
        message = f"{x.name}: {problem}"
        use(message, name)
# run: in_the_message(SimpleNamespace())
# run: in_the_message(SimpleNamespace(name=1))


class Methods:
    def go(self):
        try:
            name = self.name
            boom()
        except Exception:
            if self.name:
                use(name)
# run: Methods().go()


def nested(x):
    try:
        try:
            name = x.name
            boom()
        except KeyError:
            pass
    except Exception:
        use(x.name)
        use(name)
# run: nested(SimpleNamespace())
# run: nested(SimpleNamespace(name=1))


def only_after_the_read(x):
    try:
        name = x.name
        boom()
    except Exception:
        use(name)  # NSA202: name
        use(x.name)
# run: only_after_the_read(SimpleNamespace())
# run: only_after_the_read(SimpleNamespace(name=1))
