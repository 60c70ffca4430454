"""What a property answers, of an object that is named after its class, which alone in the file has it."""


class Device:
    def __init__(self, ordinal):
        self.ordinal = ordinal

    @property
    def is_low(self):
        return self.ordinal < 0

    @property
    def is_high(self):
        return self.ordinal >= 0

    @property
    def is_other(self):
        return not self.is_high

    @property
    def is_first(self):
        return self.ordinal == 0


class DeviceGroup:
    def __init__(self, device):
        self.device = device

    def of_an_attribute(self):
        if self.device.is_low:
            x = 1
        elif self.device.is_high:
            x = 2
        use(x)
# run: DeviceGroup(Device(-1)).of_an_attribute()
# run: DeviceGroup(Device(0)).of_an_attribute()
# run: DeviceGroup(Device(3)).of_an_attribute()


def a_parameter(device):
    if device.is_low:
        x = 1
    elif device.is_high:
        x = 2
    use(x)
# run: a_parameter(Device(-1))
# run: a_parameter(Device(0))
# run: a_parameter(Device(3))


def with_a_longer_name(target_device: Device):
    if target_device.is_other:
        x = 1
    elif target_device.is_high:
        x = 2
    use(x)
# run: with_a_longer_name(Device(-1))
# run: with_a_longer_name(Device(0))
# run: with_a_longer_name(Device(3))


def made_here(ordinal):
    device = Device(ordinal)
    if device.is_high:
        x = 1
    if not device.is_low:
        use(x)
# run: made_here(-1)
# run: made_here(0)
# run: made_here(3)


def of_an_attribute(o):
    if not o.device.is_low:
        x = 1
    if o.device.is_high:
        use(x)
# run: of_an_attribute(DeviceGroup(Device(-1)))
# run: of_an_attribute(DeviceGroup(Device(0)))
# run: of_an_attribute(DeviceGroup(Device(3)))


def one_is_left_out(device):
    if device.is_low:
        x = 1
    elif device.is_first:
        x = 2
    use(x)  # NSA201: x
# run: one_is_left_out(Device(-1))
# run: one_is_left_out(Device(0))
# run: one_is_left_out(Device(3))


def another_device(device, other_device):
    if device.is_low:
        x = 1
    if other_device.is_low:
        use(x)  # NSA201: x
# run: another_device(Device(3), Device(-1))


def set_in_between(device):
    if device.is_low:
        x = 1
    device.ordinal = -1
    if device.is_low:
        use(x)  # NSA201: x
# run: set_in_between(Device(-1))
# run: set_in_between(Device(0))
# run: set_in_between(Device(3))


class Gadget:
    is_low = is_high = False


def named_otherwise(gadget):
    if gadget.is_low:
        x = 1
    elif gadget.is_high:
        x = 2
    use(x)  # NSA201: x
# run: named_otherwise(Gadget())


class Plan:
    def __init__(self, size):
        self.size = size

    @property
    def is_small(self):
        return self.size < 5

    @property
    def is_large(self):
        return self.size >= 5


class DoublePlan(Plan):
    @property
    def is_large(self):
        return self.size > 20


def of_a_subclass(plan):
    if plan.is_small:
        x = 1
    elif plan.is_large:
        x = 2
    use(x)  # NSA201: x
# run: of_a_subclass(DoublePlan(7))


class Batch:
    def __init__(self, size):
        self.size = size

    @property
    def is_empty(self):
        return self.size == 0


class Request:
    @property
    def is_empty(self):
        return True


class Other(Request):
    is_empty = False
    size = 0


def one_of_two_classes(batch):
    if batch.is_empty:
        x = 1
    elif batch.size != 0:
        x = 2
    use(x)  # NSA201: x
# run: one_of_two_classes(Other())
