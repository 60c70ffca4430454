# A method that every class of the file which has it declares to never return, of whatever object.
from typing import NoReturn


class Manager:
    def refuse(self) -> NoReturn:
        raise RuntimeError("refused")

    def extraction_error(self):
        raise RuntimeError("not extracted")

    def check(self):
        raise RuntimeError("not checked")

    def load_error(self):
        if self.strict:
            raise RuntimeError("not loaded")


class Provider:
    def annotated(self, manager, flag):
        if flag:
            y = 1
        else:
            manager.refuse()
        return y

    def by_its_name(self, manager, flag):
        if flag:
            y = 1
        else:
            manager.extraction_error()
        return y

    def of_an_attribute(self, flag):
        if flag:
            y = 1
        else:
            self.manager.extraction_error()
        return y

    def another_name(self, manager, flag):
        if flag:
            y = 1
        else:
            manager.check()
        return y  # NSA201: y

    def perhaps(self, manager, flag):
        if flag:
            y = 1
        else:
            manager.load_error()
        return y  # NSA201: y


class Reader:
    def parse_error(self):
        raise ValueError("not parsed")


class Quiet:
    def parse_error(self):
        return None


def one_class_returns(reader, flag):
    if flag:
        y = 1
    else:
        reader.parse_error()
    return y  # NSA201: y


# not run: what the objects are is not known
