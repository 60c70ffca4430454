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


def under_another_name(column):
    names = column.str
    for part in names.split(","):
        y = part
    use(y)  # NSA203: y
# run: under_another_name(Column([]))
# run: under_another_name(Column(["a"]))


def in_two_steps(column):
    names = column.str
    parts = names.rsplit(",", 1)
    for part in parts:
        y = part
    use(y)  # NSA203: y
# run: in_two_steps(Column([]))
# run: in_two_steps(Column(["a"]))


def with_a_walrus(column):
    if (names := column.str) is not None:
        for part in names.partition(","):
            y = part
        use(y)  # NSA203: y
# run: with_a_walrus(Column([]))
# run: with_a_walrus(Column(["a"]))


def one_of_two(column):
    names, rows = column.str, column.rows
    for part in names.split(","):
        y = part
    use(y, rows)  # NSA203: y
# run: one_of_two(Column([]))
# run: one_of_two(Column(["a"]))


def either(column, text, a):
    parts = column.str if a else text
    for part in parts.split(","):
        y = part
    use(y)  # NSA203: y
# run: either(Column([]), "", True)
# run: either(Column([]), "", False)


def on_an_object(column):
    column.names = column.str
    for part in column.names.split(","):
        y = part
    use(y)  # NSA203: y
# run: on_an_object(Column([]))
# run: on_an_object(Column(["a"]))


def through_a_function(column):
    def names():
        return column.str

    for part in names().split(","):
        y = part
    use(y)  # NSA203: y
# run: through_a_function(Column([]))
# run: through_a_function(Column(["a"]))


def of_its_class(texts):
    column = Column(texts)
    for part in column.split(","):
        y = part
    use(y)  # NSA203: y
# run: of_its_class([])
# run: of_its_class(["a"])


def of_a_subclass(texts):
    for part in Narrow(texts).split(","):
        y = part
    use(y)  # NSA203: y
# run: of_a_subclass([])
# run: of_a_subclass(["a"])


def a_text_under_another_name(box):
    names = box.names
    for part in names.split(","):
        y = part
    use(y)
# run: a_text_under_another_name(Box(names=""))


def a_name_that_hides_a_class(str):
    for part in str.split(","):
        y = part
    use(y)
# run: a_name_that_hides_a_class("")


def an_object_that_is_a_text():
    for part in Tag("").split(","):
        y = part
    use(y)
# run: an_object_that_is_a_text()


def of_the_text_of_an_object(column):
    for part in f"{column.str}".split(","):
        y = part
    use(y)
# run: of_the_text_of_an_object(Column([]))


def a_text_of_a_row(column):
    for part in column.str[0].split(","):
        y = part
    use(y)
# run: a_text_of_a_row(Column([""]))


def of_a_class(rows):
    for part in Table.split(","):
        y = part
    use(y, rows)  # NSA203: y
# run: of_a_class([])


def of_a_class_whose_method_depends(texts):
    for part in Choosing(texts).split(","):
        y = part
    use(y)  # NSA203: y
# run: of_a_class_whose_method_depends([])


def of_a_text_whose_method_is_another(text):
    for part in Words(text).split(","):
        y = part
    use(y)  # NSA203: y
# run: of_a_text_whose_method_is_another("")


class Tag(str):
    pass


class Words(str):
    def _words(self, mark):
        return [each for each in self.partition(mark) if each]

    split = _words


class Rows:
    def __init__(self, rows):
        self.rows = rows

    def split(self, size):
        return [self.rows[i : i + size] for i in range(0, len(self.rows), size)]

    def own(self):
        for part in self.split(","):
            y = part
        return y  # NSA203: y

    def own_under_another_name(self):
        rows = self
        for part in rows.split(","):
            y = part
        return y  # NSA203: y


class Column:
    def __init__(self, rows):
        self.str = self
        self.rows = rows

    def split(self, mark):
        return [row.split(mark) for row in self.rows]

    def rsplit(self, mark, most):
        return [row.rsplit(mark, most) for row in self.rows]

    def partition(self, mark):
        return [row.partition(mark) for row in self.rows]

    def __getitem__(self, number):
        return self.rows[number]


class Narrow(Column):
    def in_a_function(self):
        def last():
            for part in self.split(","):
                y = part
            return y  # NSA203: y

        return last()


class Table(Column):
    @classmethod
    def split(cls, mark):
        return []

    def of_the_base(self):
        for part in super().split(","):
            y = part
        return y  # NSA203: y


class Choosing:
    def __init__(self, rows):
        self.rows = rows

    if True:

        def split(self, mark):
            return [row.split(mark) for row in self.rows]
# not run: another split, of a class
