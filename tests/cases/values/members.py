# Members of what is imported: different names of one class differ; those of settings may be equal.
import signal
import socket as net
from inspect import Parameter
from signal import Signals
from types import SimpleNamespace

cfg = SimpleNamespace(First=1, Second=1)


def of_an_imported_class(sign):
    if sign in (Signals.SIGINT, Signals.SIGTERM):
        pass
    else:
        x = 1
    if sign == Signals.SIGABRT:
        use(x)
    if sign is Signals.SIGINT:
        use(x)  # NSA201: x
# run: of_an_imported_class(Signals.SIGABRT)
# run: of_an_imported_class(Signals.SIGINT)


def through_its_module(sign):
    if sign is not signal.Signals.SIGINT:
        x = 1
    if sign is signal.Signals.SIGTERM:
        use(x)
    elif sign is signal.Signals.SIGINT:
        use(x)  # NSA201: x
# run: through_its_module(Signals.SIGTERM)
# run: through_its_module(Signals.SIGINT)


def constants_of_a_module(family, kind):
    if family == net.AF_INET and kind != net.SOCK_STREAM:
        x = 1
    if family == net.AF_INET and kind == net.SOCK_DGRAM:
        use(x)
    if family == net.AF_INET6:
        use(x)  # NSA201: x
# run: constants_of_a_module(net.AF_INET, net.SOCK_DGRAM)
# run: constants_of_a_module(net.AF_INET6, net.SOCK_DGRAM)


def a_member_is_not_none(kind):
    if kind is not None:
        x = 1
    if kind is Parameter.KEYWORD_ONLY or kind == Parameter.VAR_KEYWORD:
        use(x)
# run: a_member_is_not_none(Parameter.KEYWORD_ONLY)
# run: a_member_is_not_none(None)


def a_member_may_be_false(kind):
    if kind:
        x = 1
    if kind is Parameter.POSITIONAL_ONLY:
        use(x)  # NSA201: x
# run: a_member_may_be_false(Parameter.POSITIONAL_ONLY)


def imported_here(sign):
    from signal import Signals as Known

    if sign is not Known.SIGINT:
        x = 1
    if sign is Known.SIGTERM:
        use(x)
# run: imported_here(Signals.SIGTERM)
# run: imported_here(Signals.SIGINT)


def settings_may_be_equal(n):
    if n != cfg.First:
        x = 1
    if n == cfg.Second:
        use(x)  # NSA201: x
# run: settings_may_be_equal(1)


def of_a_parameter_they_may_be_equal(n, o):
    if n != o.First:
        x = 1
    if n == o.Second:
        use(x)  # NSA201: x
# run: of_a_parameter_they_may_be_equal(1, Box(First=1, Second=1))


def of_different_classes_they_may_be_equal(n):
    if n != Signals.SIGINT:
        x = 1
    if n == net.SOCK_DGRAM:
        use(x)  # NSA201: x
# run: of_different_classes_they_may_be_equal(2)


def two_of_one_class_differ(n):
    n = Signals.SIGINT
    if n == Signals.SIGTERM:
        pass
    else:
        x = 1
    use(x)
# run: two_of_one_class_differ(0)


def two_of_different_classes_may_be_equal(n):
    n = Signals.SIGINT
    if n == net.SOCK_DGRAM:
        pass
    else:
        x = 1
    use(x)  # NSA201: x
# run: two_of_different_classes_may_be_equal(0)
