"""Attributes of objects of a class in another file that answer each other's tests: packages that are run.

A case is reported if and only if one of its calls ends in UnboundLocalError.
"""

from __future__ import annotations

from lab.package_cases import Case
from tests.lint.package_runs import PackageCases

DEVICE = '''
class Device:
    """A device by its number; -1 is the host."""

    def __init__(self, ordinal, kind=""):
        self.ordinal = ordinal
        self.kind = kind

    @property
    def is_cpu(self):
        """Whether it is the host."""
        return self.ordinal < 0

    @property
    def is_cuda(self):
        return self.ordinal >= 0
'''
METHOD = """
        if device.is_cpu:
            y = 1
        elif device.is_cuda:
            y = 2
        return y
"""
STORED = """
class Device:
    def __init__(self, ordinal, kind=""):
        self.is_cpu = ordinal < 0
        self.is_cuda = ordinal >= 0
"""
RUN = """
def run(device):
    if device.is_cpu:
        y = 1
    elif device.is_cuda:
        y = 2
    return y
"""
IMPORT = "from .devices import Device\n\n"
CALLS = ("work.run(devices.Device(-1))", "work.run(devices.Device(0))")
PATCHED = (*CALLS, "work.run(other.changed(devices.Device(0)))")


def properties(cpu: str, cuda: str, more: str = "", before: str = "") -> str:
    """The class with other properties."""
    text = before + DEVICE.replace("self.ordinal < 0", cpu).replace("self.ordinal >= 0", cuda)
    return text + more


def stored(body: str, before: str = "", more: str = "") -> str:
    return f"{before}\n\nclass Device:\n    def __init__(self, ordinal, kind=''):\n{body}{more}"


def case(
    devices: str = DEVICE,
    run: str = RUN,
    *,
    fails: bool = False,
    calls: tuple[str, ...] = CALLS,
    before: str = "",
    **others: str,
) -> Case:
    return Case(before + run, calls, fails=fails, others={"devices": devices, **others})


def known(parameter: str, body: str = "", path: str = "d", **others: str) -> Case:
    """A function to which the name of the object says nothing."""
    head = f"def run({parameter}):\n" + (f"    {body}\n" if body else "")
    text = RUN.replace("def run(device):\n", head).replace("device.", f"{path}.")
    return case(run=text, before=IMPORT, **others)


SUBCLASS = "\n\nclass Meta({base}):\n    {said}\n"
NEITHER = "\n\nclass Meta(Device):\n    @property\n    def is_cuda(self):\n        return False\n"
CASES = {
    # What the properties say
    "two_properties": case(),
    "two_tests_that_do_not_meet": case(properties("self.ordinal < 0", "self.ordinal > 0"), fails=True),
    "one_is_not_the_other": case(properties("self.ordinal < 0", "not self.is_cpu")),
    "by_a_text": case(properties("self.kind != 'gpu'", "self.kind == 'gpu'")),
    "two_texts_of_many": case(properties("self.kind == 'cpu'", "self.kind == 'gpu'"), fails=True),
    "a_constant_of_its_module": case(properties("self.ordinal == HOST", "self.ordinal != HOST", before="HOST = -1\n")),
    "a_member_of_an_enum": case(
        properties(
            "self.kind is Kind.GPU",
            "self.kind is not Kind.GPU",
            before="from enum import Enum\n\n\nclass Kind(Enum):\n    GPU = 1\n    CPU = 2\n\n",
        )
    ),
    "two_members_of_three": case(
        properties(
            "self.kind is Kind.CPU",
            "self.kind is Kind.GPU",
            before="from enum import Enum\n\n\nclass Kind(Enum):\n    GPU = 1\n    CPU = 2\n    META = 3\n\n",
        ),
        fails=True,
    ),
    "by_tests_and_returns": case(
        DEVICE.replace("return self.ordinal < 0", "if self.ordinal < 0:\n            return True\n        return False")
    ),
    "by_a_part_that_is_open": case(properties("self.ordinal < 0 and bool(self.kind)", "self.ordinal >= 0"), fails=True),
    "by_a_bool": case(properties("bool(self.kind)", "not self.kind")),
    "by_an_attribute_of_an_attribute": case(
        properties("self.real.imag == 0", "self.real.imag != 0").replace("self.kind = kind", "self.real = 1")
    ),
    "a_call_that_is_open": case(
        properties(
            "probe(self)",
            "not probe(self)",
            before="import itertools\n\n_count = itertools.count()\n\n\n"
            "def probe(x):\n    return next(_count) % 2 == 1\n\n",
        ),
        fails=True,
    ),
    "a_name_that_changes": case(
        properties(
            "self.other()",
            "MODE == 1",
            "\n    def other(self):\n        global MODE\n        MODE = 2\n        return False\n",
            "MODE = 1\n\n",
        ),
        fails=True,
    ),
    "a_property_with_a_setter": case(
        DEVICE.replace("self.ordinal >= 0", "self.ordinal >= 0 and not self.kind")
        + "\n    @is_cuda.setter\n    def is_cuda(self, value):\n        self.kind = value\n",
        fails=True,
        calls=PATCHED,
        other="def changed(device):\n    device.is_cuda = True\n    return device\n",
    ),
    # What the constructor sets
    "two_attributes": case(STORED),
    "two_attributes_that_do_not_meet": case(STORED.replace(">= 0", "> 0"), fails=True),
    "one_attribute_is_not_the_other": case(STORED.replace("ordinal >= 0", "not self.is_cpu")),
    "by_a_local_of_the_constructor": case(
        stored("        host = min(ordinal, 0)\n        self.is_cpu = host < 0\n        self.is_cuda = not host < 0\n")
    ),
    "by_an_attribute_that_it_sets": case(
        stored(
            "        self.ordinal = ordinal\n        self.is_cpu = self.ordinal < 0\n"
            "        self.is_cuda = self.ordinal >= 0\n"
        )
    ),
    "a_parameter_that_is_bound_again": case(
        stored(
            "        self.is_cpu = ordinal < 0\n        ordinal = -1 if ordinal == 0 else ordinal\n"
            "        self.is_cuda = ordinal >= 0\n"
        ),
        fails=True,
    ),
    "an_attribute_that_another_method_sets": case(
        STORED + "\n    def lose(self):\n        self.is_cuda = False\n        return self\n",
        fails=True,
        calls=(*CALLS, "work.run(devices.Device(0).lose())"),
    ),
    "an_attribute_that_another_file_sets": case(
        STORED,
        fails=True,
        calls=PATCHED,
        other="def changed(device):\n    device.is_cuda = False\n    return device\n",
    ),
    "an_attribute_that_is_set_by_a_text": case(
        STORED,
        fails=True,
        calls=PATCHED,
        other='def changed(device):\n    setattr(device, "is_cuda", False)\n    return device\n',
    ),
    "attributes_by_names_that_are_computed": case(
        STORED + "\n    def change(self, **values):\n        for name in values:\n"
        "            setattr(self, name, values[name])\n        return self\n",
        fails=True,
        calls=(*CALLS, "work.run(devices.Device(0).change(is_cuda=False))"),
    ),
    "a_property_of_what_the_constructor_set": case(
        stored(
            "        self.ordinal = ordinal\n        self.is_cpu = ordinal < 0\n",
            more="\n    @property\n    def is_cuda(self):\n        return self.ordinal >= 0\n"
            "\n    def lose(self):\n        self.ordinal = -1\n        return self\n",
        ),
        fails=True,
        calls=(*CALLS, "work.run(devices.Device(0).lose())"),
    ),
    # Which class it is
    "by_its_annotation": known("d: Device"),
    "by_an_annotation_as_text": known('d: "Device"'),
    "by_an_annotation_or_none": known("d: Device | None"),
    "by_an_annotation_that_is_optional": case(
        run="from typing import Optional\n\nfrom .devices import Device\n\n"
        + RUN.replace("(device)", "(d: Optional[Device])").replace("device.", "d.")
    ),
    "by_an_annotation_of_its_module": case(
        run="from . import devices\n\n" + RUN.replace("(device)", "(d: devices.Device)").replace("device.", "d.")
    ),
    "made_here": known("given", "d = Device(given.ordinal)"),
    "returned_by_a_helper": case(
        run="from .other import device_of\n\n"
        + RUN.replace("(device):\n", "(given):\n    d = device_of(given)\n").replace("device.", "d."),
        other="from .devices import Device\n\n\ndef device_of(given) -> Device:\n    return given\n",
    ),
    "returned_by_a_helper_of_a_module": case(
        run="from . import other\n\n"
        + RUN.replace("(device):\n", "(given):\n    given = other.device_of(given)\n").replace("device.", "given."),
        other='from .devices import Device\n\n\ndef device_of(given) -> "Device":\n    return given\n',
    ),
    "returned_by_a_helper_that_says_something_else": case(
        run="from .other import Device\n\n"
        + RUN.replace("(device):\n", "(given):\n    device = other_device(given)\n")
        + "\n\ndef other_device(given) -> Device:\n    return Device()\n",
        other="class Device:\n    is_cpu = is_cuda = False\n",
        fails=True,
    ),
    "bound_again": known(
        "d: Device, again=False",
        "if again:\n        d = again",
        fails=True,
        calls=(*CALLS, "work.run(devices.Device(0), other.Neither())"),
        other="class Neither:\n    is_cpu = False\n    is_cuda = False\n",
    ),
    "made_after_it_is_read": case(
        run=RUN.replace("    return y", "    device = Device(0)\n    return y"),
        before=IMPORT,
        fails=True,
        calls=(*CALLS, "work.run(other.Device())"),
        other="class Device:\n    is_cpu = False\n    is_cuda = False\n",
    ),
    "of_self": Case(
        IMPORT
        + "class Work:\n    def __init__(self, d: Device):\n        self.d = d\n\n    def run(self):\n"
        + METHOD.replace("device.", "self.d."),
        ("work.Work(devices.Device(-1)).run()", "work.Work(devices.Device(0)).run()"),
        others={"devices": DEVICE},
    ),
    "of_a_base": case(
        run="from .devices import Device\n\n\nclass Work(Device):\n    def run(self):\n"
        + METHOD.replace("device.", "self."),
        calls=("work.Work(-1).run()", "work.Work(0).run()"),
    ),
    "of_a_base_below_which_another_says_otherwise": case(
        run="from .devices import Device\n\n\nclass Work(Device):\n    def run(self):\n"
        + METHOD.replace("device.", "self."),
        calls=("work.Work(-1).run()", "other.Meta(0).run()"),
        fails=True,
        other="from .work import Work\n\n\nclass Meta(Work):\n    is_cuda = False\n",
    ),
    # By its name alone
    "by_its_name_at_the_end_of_a_path": case(
        run=RUN.replace("device.", "x.target_device.").replace("(device)", "(x)"),
        calls=("work.run(other.Array(-1))", "work.run(other.Array(0))"),
        other="from .devices import Device\n\n\nclass Array:\n    def __init__(self, ordinal):\n"
        "        self.target_device = Device(ordinal)\n",
    ),
    "by_another_name": case(
        run=RUN.replace("device", "tensor"),
        fails=True,
        calls=(*CALLS, "work.run(other.tensor)"),
        other="import types\n\ntensor = types.SimpleNamespace(**{'is_cp' + 'u': False, 'is_cud' + 'a': False})\n",
    ),
    "by_its_name_of_two_classes": case(
        fails=True,
        calls=(*CALLS, "work.run(other.Meta())"),
        other="class Meta:\n    is_cpu = is_cuda = False\n",
    ),
    "by_its_name_with_an_annotation": case(
        run=RUN.replace("(device)", "(device: other.Device)"),
        before="from . import other\n\n",
        fails=True,
        calls=(*CALLS, "work.run(other.Device())"),
        other="class Device:\n    def __getattr__(self, name):\n        return False\n",
    ),
    # Classes below and above
    "a_class_below": case(DEVICE + SUBCLASS.format(base="Device", said="name = 'meta'"), before=IMPORT),
    "a_class_below_that_says_otherwise": known(
        "d: Device", fails=True, calls=(*CALLS, "work.run(devices.Meta(0))"), devices=DEVICE + NEITHER
    ),
    "a_class_below_in_another_file": known(
        "d: Device",
        fails=True,
        calls=(*CALLS, "work.run(other.Meta(0))"),
        other=IMPORT + NEITHER,
    ),
    "a_class_beside_it": known("d: Device", other="class Meta:\n    is_cpu = is_cuda = False\n"),
    "inherited": case(
        DEVICE + "\n\nclass Gpu(Device):\n    pass\n",
        "from .devices import Gpu\n\n" + RUN.replace("(device)", "(d: Gpu)").replace("device.", "d."),
    ),
    "inherited_and_changed": known(
        "d: Device",
        fails=True,
        calls=(*CALLS, "work.run(devices.Meta(0))"),
        devices=DEVICE + "\n\nclass Meta(Device):\n    is_cuda = False\n",
    ),
    "patched": known(
        "d: Device",
        fails=True,
        calls=PATCHED,
        other="from . import devices\n\n\ndef changed(device):\n"
        "    devices.Device.is_cuda = property(lambda self: False)\n    return device\n",
    ),
    "read_in_its_own_way": case(
        DEVICE + "\n    def __getattribute__(self, name):\n"
        "        return 0 if name == 'is_cuda' else object.__getattribute__(self, name)\n",
        fails=True,
    ),
    # What the function does in between
    "stored_in_between": case(
        run=RUN.replace(
            "    elif device.is_cuda:\n        y = 2\n",
            "    device.ordinal = -1\n    if device.is_cuda:\n        y = 2\n",
        ),
        fails=True,
    ),
    "another_object": case(
        run=RUN.replace("(device)", "(device, other_device)").replace("elif device", "elif other_device"),
        fails=True,
        calls=("work.run(devices.Device(0), devices.Device(-1))",),
    ),
    "kept_in_a_name": case(
        run=RUN.replace("    if device.is_cpu", "    host = device.is_cpu\n    if host or device.is_cpu"),
    ),
}


class TestCases(PackageCases):
    cases = CASES
