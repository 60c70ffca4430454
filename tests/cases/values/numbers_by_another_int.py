# `int` of the file is not that of Python.
def int(text):
    return text.strip()


def none_of_them(text):
    n = int(text)
    if n == 0:
        y = 1
    if not n:
        return y  # NSA201: y
    return None
# run: none_of_them("")
# run: none_of_them("1")
