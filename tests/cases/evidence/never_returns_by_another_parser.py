# A parser of texts, which notes what is wrong


def value(parser, options):
    try:
        level = int(options.level)
    except ValueError:
        parser.error("no level")
    return level  # NSA202: level
