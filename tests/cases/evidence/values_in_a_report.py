# A report that is made by calls lists the values, as one that is a decorator does.
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


def grows(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


if __name__ == "case":
    vals = ["triton_int8", "torch"]
    if Benchmark:
        vals += ["triton_fp8"]
    config = Benchmark(line_arg="provider", line_vals=vals)
    grown = (perf_report(config))(grows)


# run: grown.run()


def written_in_the_call(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


written = perf_report(Benchmark(line_arg="provider", line_vals=["triton_fp8", "torch"]))(written_in_the_call)


# run: written.run()


def several(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


MORE = ("triton_fp8", "triton_int8")
CONFIGS = [Benchmark(line_arg="provider", line_vals=["torch"]), Benchmark(line_arg="provider", line_vals=MORE)]
of_several = perf_report(CONFIGS)(several)


# run: of_several.run()


def twice(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


first = perf_report(Benchmark(line_arg="provider", line_vals=["torch"]))(twice)
second = perf_report(Benchmark(line_arg="provider", line_vals=["triton_int8"]))(twice)


# run: first.run() or second.run()


def in_two_steps(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


LISTED = []
LISTED += ["torch"]
LISTED += MORE
report = perf_report([Benchmark(line_arg="provider", line_vals=LISTED)])
stepwise = report(in_two_steps)


# run: stepwise.run()


def fixed(m, provider, fast):
    if fast:
        y = 1
    if provider == "torch":
        z = y
    elif provider == "triton_int8":
        z = 2
    return z


of_fixed = perf_report(Benchmark(line_arg="provider", line_vals=["torch", "triton_int8"], args={"fast": True}))(fixed)


# run: of_fixed.run()


@perf_report(Benchmark(line_arg="provider", line_vals=LISTED))
def decorated_with_a_list_that_grows(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: decorated_with_a_list_that_grows.run()


def of_a_list_that_grows(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


GROWN = [Benchmark(line_arg="provider", line_vals=["torch"])]
GROWN += [Benchmark(line_arg="provider", line_vals=["triton_int8", "torch"])]
if Benchmark:
    GROWN += [Benchmark(line_arg="provider", line_vals=["triton_fp8"])]
grown_list = perf_report(GROWN)(of_a_list_that_grows)


# run: grown_list.run()


def of_a_list_that_is_empty_first(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


FILLED = []
FILLED += [Benchmark(line_arg="provider", line_vals=["torch", "triton_int8"])]
filled = perf_report(FILLED)(of_a_list_that_is_empty_first)


# run: filled.run()


@perf_report([*GROWN, *FILLED])
def of_two_lists(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: of_two_lists.run()


ALSO = FILLED


@perf_report(ALSO)
def of_a_second_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: of_a_second_name.run()


def count(benchmarks):
    return len(benchmarks)


COUNTED = [Benchmark(line_arg="provider", line_vals=["torch"])]
count(COUNTED)


@perf_report(COUNTED)
def of_a_list_that_is_passed(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: of_a_list_that_is_passed.run()


ANNOTATED: list = []
ANNOTATED += [Benchmark(line_arg="provider", line_vals=["torch", "triton_fp8"])]


@perf_report(ANNOTATED)
def of_a_list_with_an_annotation(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: of_a_list_with_an_annotation.run()


PAIR = ("torch", "triton_fp8")
LONGER = PAIR
LONGER += ("cublas",)


@perf_report(Benchmark(line_arg="provider", line_vals=PAIR))
def of_a_tuple_whose_second_name_grows(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: of_a_tuple_whose_second_name_grows.run()
