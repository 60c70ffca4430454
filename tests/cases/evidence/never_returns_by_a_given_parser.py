# The parser is made in another file


def add_options(parser):
    parser.add_argument("--level")


def process_options(parser, options):
    try:
        level = int(options.level)
    except ValueError:
        parser.error("no level")
    return level


def of_a_log(log, options):
    try:
        level = int(options.level)
    except ValueError:
        log.error("no level")
    return level  # NSA202: level
