import six

if six.PY3:
    text_type = str
else:
    text_type = unicode
    raw_input = raw_input


def text(x):
    return text_type(x)


# not run: which Python runs it decides
