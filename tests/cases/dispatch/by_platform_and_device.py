"""What the platform or a device is, or can do, in the ways in which released code tests it."""

import os
import platform
import sys


class Layer:
    def on_a_gpu(self, x):
        if self.use_gpu and x.large:
            y = launch(x)
        return y  # NSA104: y

    def kept_in_a_name(self, x):
        system = platform.system()
        if system == "Windows":
            y = launch(x)
        elif system == "Linux":
            y = launch_elsewhere(x)
        return y  # NSA104: y

    def in_a_loop(self, xs):
        for x in xs:
            if x.on_gpu:
                y = launch(x)
            else:
                x.wait()
            x.store(y)  # NSA101: y
        return None


def not_on_a_cpu(x, is_cpu):
    if is_cpu:
        pass
    else:
        y = launch(x)
    return y  # NSA101: y


def asked_by_a_function(x):
    if get_device_sm() >= 100:
        y = launch(x)
    return y  # NSA104: y


def between_two_numbers(x, sm):
    if 80 <= sm < 90:
        y = launch(x)
    return y  # NSA104: y


def by_a_tuple(x, device_capability):
    if device_capability >= (9, 0):
        y = launch(x)
    return y  # NSA104: y


def by_a_part(x, capability):
    if capability[0] >= 9:
        y = launch(x)
    return y  # NSA104: y


def one_of_several(x):
    if platform.machine() in ("x86_64", "AMD64"):
        y = launch(x)
    return y  # NSA104: y


def by_uname(x):
    machine = os.uname().machine
    if machine == "riscv64":
        y = launch(x)
    return y  # NSA104: y


def in_a_try(x):
    try:
        if sys.platform != "win32":
            y = launch(x)
    finally:
        x.close()
    return y  # NSA104: y


def matched(x, arch):
    match arch:
        case "sm90" | "sm100":
            y = launch(x)
        case "gfx942":
            y = launch_elsewhere(x)
    return y  # NSA104: y


def every_arm_binds(x, arch):
    if arch == "hopper":
        y = launch(x)
    elif arch == "ada":
        y = launch_elsewhere(x)
    else:
        raise ValueError(arch)
    return y


def the_same_test_again(x, sm):
    if sm >= 90:
        y = launch(x)
    return y if sm >= 90 else None


def asked_of_a_backend(self, x):
    if self.cuda.is_available():
        y = x.cuda()
    return y  # NSA104: y


def asked_of_torch_wherever_it_comes_from(x):
    if torch.has_cuda:
        y = x.cuda()
    return y  # NSA104: y
