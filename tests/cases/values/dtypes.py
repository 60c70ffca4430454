# Types of tensors differ, but for second names of one.
import torch


def from_a_list(dtype, x):
    assert dtype in [torch.float16, torch.bfloat16]
    if dtype == torch.float16:
        y = x
    else:
        z = x
    if dtype is torch.bfloat16:
        return z
    return y


def a_second_name(dtype, x):
    if dtype != torch.float16:
        y = x
    if dtype == torch.half:
        return y  # NSA201: y
    if dtype == torch.int8:
        return y
    return x


def of_a_module_of_it(dtype, x):
    if dtype == torch.cuda.float8_e4m3fn:
        return x
    elif dtype in {torch.uint8, torch.int8, torch.float8_e5m2}:
        y = x
    if dtype == torch.float8_e5m2:
        return y
    if dtype == torch.float8_e4m3fn:
        return y  # NSA201: y
    return x


class Layer:
    def cast(self, x):
        if self.dtype == torch.float32:
            pass
        elif self.dtype == torch.bfloat16:
            y = x
        else:
            y = x + 1
        if self.dtype is torch.float16:
            return y
        return y  # NSA201: y


def attributes_that_are_no_types_may_be_equal(n, x):
    if n != torch.first:
        y = x
    if n == torch.second:
        return y  # NSA201: y
    return x
