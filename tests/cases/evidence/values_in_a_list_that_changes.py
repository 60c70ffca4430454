# What a list of benchmarks holds is not known where a function, a second name or an object changes it.
class Benchmark:
    def __init__(self, line_arg, line_vals, args=None):
        self.runs = [{line_arg: each, **(args or {})} for each in line_vals]


class Report:
    def __init__(self, function, benchmarks):
        self.function = function
        self.benchmarks = benchmarks if isinstance(benchmarks, list) else [benchmarks]

    def run(self):
        for each in self.benchmarks:
            for values in each.runs:
                self.function(1, **values)


def perf_report(benchmarks):
    return lambda function: Report(function, benchmarks)


def in_a_function(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


IN_A_FUNCTION = [Benchmark(line_arg="provider", line_vals=["torch"])]


def add():
    global IN_A_FUNCTION
    IN_A_FUNCTION += [Benchmark(line_arg="provider", line_vals=["cublas"])]


add()
added = perf_report(IN_A_FUNCTION)(in_a_function)


# run: added.run()


def in_a_function_and_outside(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


BOTH = []
BOTH += [Benchmark(line_arg="provider", line_vals=["torch"])]


def add_too():
    global BOTH
    BOTH += [Benchmark(line_arg="provider", line_vals=["cublas"])]


add_too()
both = perf_report(BOTH)(in_a_function_and_outside)


# run: both.run()


FIRST = [Benchmark(line_arg="provider", line_vals=["torch"])]
SECOND = FIRST
SECOND += [Benchmark(line_arg="provider", line_vals=["cublas"])]


@perf_report(FIRST)
def under_a_second_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: under_a_second_name.run()


NAMED = [Benchmark(line_arg="provider", line_vals=["torch"])]
THIRD = FOURTH = NAMED
FIFTH: list = FOURTH
FIFTH.append(Benchmark(line_arg="provider", line_vals=["cublas"]))


@perf_report(NAMED)
def under_a_fifth_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: under_a_fifth_name.run()


VALUES = ["torch"]


def register(values=VALUES):
    values += ["cublas"]


register()


@perf_report(Benchmark(line_arg="provider", line_vals=VALUES))
def in_a_default(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: in_a_default.run()


PASSED = ["torch"]


def grow(size, values):
    values += ["cublas"] * size


grow(1, values=PASSED)


@perf_report(Benchmark(line_arg="provider", line_vals=PASSED))
def in_a_call(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: in_a_call.run()


KEPT = ["torch"]


class Keeper:
    kept = KEPT

    def add(self):
        self.kept += ["cublas"]


Keeper().add()


@perf_report(Benchmark(line_arg="provider", line_vals=KEPT))
def in_an_attribute(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: in_an_attribute.run()


REBOUND = ["torch"]


def rebind():
    global REBOUND
    REBOUND = ["cublas"]


rebind()


@perf_report(Benchmark(line_arg="provider", line_vals=REBOUND))
def bound_again(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: bound_again.run()


IN_A_LOOP = ["torch"]
for values in (IN_A_LOOP, []):
    values += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=IN_A_LOOP))
def by_the_name_of_a_loop(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: by_the_name_of_a_loop.run()


UNPACKED = ["torch"]
size, (also, rest) = 1, (UNPACKED, [])
also += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=UNPACKED))
def by_a_name_beside_others(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: by_a_name_beside_others.run()


OF_A_LAMBDA = ["torch"]
put = lambda places: places.append("cublas")
put(OF_A_LAMBDA)


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_LAMBDA))
def by_a_lambda(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: by_a_lambda.run()


OF_A_METHOD = ["torch"]


class Grower:
    def grow_it(self, kinds):
        kinds += ["cublas"]


Grower().grow_it(OF_A_METHOD)


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_METHOD))
def by_a_method(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: by_a_method.run()
