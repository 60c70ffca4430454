# A method that is called through its class is that of the class, whatever subclasses have.

class Template:
    def refuse(self):
        raise NotImplementedError

    def stop(self):
        raise ValueError

    @staticmethod
    def die(text):
        raise NotImplementedError(text)

    def go(self, flag):
        if flag:
            y = 1
        else:
            Template.refuse(self)
        use(y)

    def by_the_object(self, flag):
        if flag:
            y = 1
        else:
            self.refuse()
        use(y)  # NSA201: y


class Lenient(Template):
    def refuse(self):
        return None

    def stop(self):
        return None


class Plain(Template):
    pass


def quiet(function, *arguments):
    try:
        function(*arguments)
    except NotImplementedError:
        pass
# run: Lenient().go(True)
# run: quiet(Lenient().go, False)
# run: Lenient().by_the_object(False)


def not_there(flag, template):
    if flag:
        y = 1
    else:
        Template.refuse(template)
    use(y)
# run: quiet(not_there, True, None)
# run: quiet(not_there, False, Lenient())


def stopped(flag, template):
    if flag:
        y = 1
    else:
        Template.stop(template)
    use(y)
# run: stopped(False, Lenient())


def static(flag):
    if flag:
        y = 1
    else:
        Template.die("no")
    use(y)
# run: quiet(static, False)


def inherited(flag, plain):
    if flag:
        y = 1
    else:
        Plain.refuse(plain)
    use(y)
# run: quiet(inherited, False, Plain())


def of_the_subclass(flag, lenient):
    if flag:
        y = 1
    else:
        Lenient.refuse(lenient)
    use(y)  # NSA201: y
# run: quiet(of_the_subclass, False, Lenient())


def of_an_object(flag, template):
    if flag:
        y = 1
    else:
        template.refuse()
    use(y)  # NSA201: y
# run: quiet(of_an_object, False, Lenient())
