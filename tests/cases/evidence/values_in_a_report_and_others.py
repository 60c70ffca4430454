# A report that is made by calls says nothing of a function that the file uses otherwise, nor of values that are unknown.
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


def called_too(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


called = perf_report(Benchmark(line_arg="provider", line_vals=["torch"]))(called_too)


def calls():
    return called_too(1, "triton")


# run: calls()


def handed_on(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


given = perf_report(Benchmark(line_arg="provider", line_vals=["torch"]))(handed_on)
functions = [handed_on]


# run: functions[0](1, "triton")


def by_its_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


named = perf_report(Benchmark(line_arg="provider", line_vals=["torch"]))(by_its_name)


FUNCTIONS = ["by_its_name"]


# run: globals()[FUNCTIONS[0]](1, "triton")


def one_too_many(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


most = ["torch"]
most += ["triton"]
too_many = perf_report(Benchmark(line_arg="provider", line_vals=most))(one_too_many)


# run: too_many.run()


def of_an_unknown_list(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


rest = ["torch"]
rest += list(map(str, [1]))
unknown = perf_report(Benchmark(line_arg="provider", line_vals=rest))(of_an_unknown_list)


# run: unknown.run()


def of_a_shared_list(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


start = ["torch"]
kept = start
start += ["triton"]
shared = perf_report(Benchmark(line_arg="provider", line_vals=kept))(of_a_shared_list)


# run: shared.run()


def of_a_list_that_is_appended_to(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


longer = ["torch"]
longer += ["triton_int8"]
longer.append("triton")
appended = perf_report(Benchmark(line_arg="provider", line_vals=longer))(of_a_list_that_is_appended_to)


# run: appended.run()


def of_something_else(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


def other_report(benchmark):
    return lambda function: Report(function, Benchmark(line_arg="provider", line_vals=["triton"]))


other = other_report(Benchmark(line_arg="provider", line_vals=["torch"]))(of_something_else)


# run: other.run()


def of_two_reports(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


one = perf_report(Benchmark(line_arg="provider", line_vals=["torch"]))(of_two_reports)
two = perf_report(Benchmark(line_arg="provider", line_vals=["triton"]))(of_two_reports)


# run: one.run() or two.run()
