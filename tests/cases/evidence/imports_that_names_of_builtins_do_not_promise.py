# `list[int]` and `int | None` of names that the file binds itself are nothing that Python knows.
class Table:
    def __getitem__(self, key):
        return key

    def __or__(self, other):
        return self


list = Table()
int = Table()
first = list["x"]
second = int | 3

try:
    from typing import TypedDict
except ImportError:
    pass


third = TypedDict  # NSA102: TypedDict


# not run: the import works
