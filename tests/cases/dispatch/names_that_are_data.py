"""Names that look like guards and are data: parameters, locals and what an object says of itself."""


def a_parameter(rows, has_header):
    if has_header:
        head = rows[0]
    return head  # NSA201: head


def derived_from_one(self, n, has_jacobian):
    method = self.find(has_jacobian)
    if method == 10:
        size = n
    elif method == 11:
        size = n + 1
    return size  # NSA201: size


class Table:
    def of_the_object(self):
        if self.has_index:
            index = self.read()
        else:
            self.skip()
        return index  # NSA201: index

    def asked_of_another(self, other):
        while other.has_next():
            last = other.next()
        return last  # NSA203: last

    def HAS_IN_CAPITALS(self, x, HAS_BIAS: bool):
        if HAS_BIAS:
            bias = x.bias
        return bias  # NSA201: bias


def a_local_flag(values):
    have_rows = False
    for value in values:
        if value.rows:
            have_rows = True
    if have_rows:
        kind = "rows"
    return kind  # NSA201: kind


def leaves_the_iteration(pool, names):
    for each in pool:
        if not each.is_slot_available():
            continue
        found = each.take(names)
    return found  # NSA201: found  # NSA203: found


def a_count(x, num_sms):
    if num_sms > 90:
        y = x
    return y  # NSA201: y


def an_architecture_of_models(arch):
    if arch == "resnet50":
        model = resnet()
    elif arch == "vgg":
        model = vgg()
    return model  # NSA201: model


def a_window_is_no_system(x, shape):
    if shape == "window":
        y = x
    return y  # NSA201: y
