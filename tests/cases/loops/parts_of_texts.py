# A text that is split at a separator that is written out has one part at least, and `partition` gives three.
import re


def at_most_once(text):
    for part in text.split(",", 1):
        y = part
    use(y)
# run: at_most_once("")
# run: at_most_once("a,b")


def by_keywords(text):
    for part in text.rsplit(sep="=", maxsplit=1):
        y = part
    use(y)
# run: by_keywords("")


def with_a_keyword(text, n):
    for part in text.split("=", maxsplit=n):
        y = part
    use(y)
# run: with_a_keyword("", 0)


def of_bytes(data):
    for part in data.split(b"\n"):
        y = part
    use(y)
# run: of_bytes(b"")


def before_and_after(text):
    for part in text.partition("="):
        y = part
    for part in text.rpartition("="):
        z = part
    use(y, z)
# run: before_and_after("")


def in_a_name(text):
    parts = text.split(",")
    for part in parts:
        y = part
    use(y)
# run: in_a_name("")


def tested(text):
    parts = text.strip().split("/")
    if parts:
        y = parts[0]
    use(y)
# run: tested("")


def numbered(text):
    for index, part in enumerate(text.split(".", 2)):
        y = part, index
    use(y)
# run: numbered("")


def by_a_pattern(text):
    for part in re.split(",", text):
        y = part
    use(y)
# run: by_a_pattern("")


def after_the_first(text):
    parts = text.split(",")
    for part in parts[1:]:
        y = part
    use(y)  # NSA203: y
# run: after_the_first("a")
# run: after_the_first("a,b")


def taken_from(text):
    parts = text.split(",")
    parts.pop()
    for part in parts:
        y = part
    use(y)  # NSA203: y
# run: taken_from("a")
# run: taken_from("a,b")


def without_a_separator(text):
    for part in text.split(maxsplit=1):
        y = part
    use(y)  # NSA203: y
# run: without_a_separator("")
# run: without_a_separator("a")


def a_separator_that_is_none(text):
    for part in text.split(sep=None, maxsplit=1):
        y = part
    use(y)  # NSA203: y
# run: a_separator_that_is_none("")
# run: a_separator_that_is_none("a")


def a_separator_that_is_passed(text, mark):
    for part in text.split(mark, 1):
        y = part
    use(y)  # NSA203: y
# run: a_separator_that_is_passed("", None)
# run: a_separator_that_is_passed("", ",")


def chunks(tensor):
    for part in tensor.split(2):
        y = part
    use(y)  # NSA203: y
# run: chunks(Rows([]))
# run: chunks(Rows([1, 2]))


def a_column_of_texts(column):
    for part in column.str.split(","):
        y = part
    use(y)  # NSA203: y
# run: a_column_of_texts(Column([]))
# run: a_column_of_texts(Column(["a"]))


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def split(self, size):
        return [self.rows[i : i + size] for i in range(0, len(self.rows), size)]

    def own(self):
        for part in self.split(","):
            y = part
        return y  # NSA203: y


class Column:
    def __init__(self, rows):
        self.str = self
        self.rows = rows

    def split(self, mark):
        return [row.split(mark) for row in self.rows]
# not run: another split, of a class
