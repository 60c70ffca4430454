# A list holds what it says where others only read it, or change something of the same name.
import json


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


BESIDE_ANOTHER_PARAMETER = ["torch"]
def collect(names, out):
    for each in names:
        out.append(each)
    return out


collect(BESIDE_ANOTHER_PARAMETER, [])
collect(out=[], names=BESIDE_ANOTHER_PARAMETER)


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_ANOTHER_PARAMETER))
def beside_another_parameter(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_another_parameter.run()


BESIDE_ANOTHER_OF_THE_NAME = ["torch"]
def add_up(names):
    names = len(names)
    names += 1
    return names


add_up(BESIDE_ANOTHER_OF_THE_NAME)


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_ANOTHER_OF_THE_NAME))
def beside_another_of_the_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_another_of_the_name.run()


BESIDE_AN_ATTRIBUTE_OF_THE_NAME = ["torch"]
class Counter:
    def __init__(self):
        self.count = 0

    def go(self, count=BESIDE_AN_ATTRIBUTE_OF_THE_NAME):
        self.count += len(count)


Counter().go()


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_AN_ATTRIBUTE_OF_THE_NAME))
def beside_an_attribute_of_the_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_an_attribute_of_the_name.run()


BESIDE_A_METHOD_OF_THE_NAME = ["torch"]
class Recorder:
    def dumps(self, values):
        values += ["x"]


json.dumps(BESIDE_A_METHOD_OF_THE_NAME)


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_METHOD_OF_THE_NAME))
def beside_a_method_of_the_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_method_of_the_name.run()


BESIDE_A_LOCAL_OF_THE_NAME = ["torch"]
def local():
    held = BESIDE_A_LOCAL_OF_THE_NAME
    return len(held)


def other_local():
    held = []
    held += ["cublas"]
    return held


other_local()


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_LOCAL_OF_THE_NAME))
def beside_a_local_of_the_name(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_local_of_the_name.run()


BESIDE_A_COPY = ["torch"]
copied = list(BESIDE_A_COPY)
copied += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_COPY))
def beside_a_copy(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_copy.run()


BESIDE_A_SLICE = ["torch"]
sliced = BESIDE_A_SLICE[:]
sliced.append("cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_SLICE))
def beside_a_slice(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_slice.run()


BESIDE_A_SUM = ["torch"]
summed = BESIDE_A_SUM + []
summed += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_SUM))
def beside_a_sum(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_sum.run()


BESIDE_ITS_ITEMS = ["torch"]
for item in BESIDE_ITS_ITEMS:
    item += "x"


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_ITS_ITEMS))
def beside_its_items(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_its_items.run()


BESIDE_WHAT_TAKES_ITS_ITEMS = ["torch"]
grown = []
grown += BESIDE_WHAT_TAKES_ITS_ITEMS
grown.extend(BESIDE_WHAT_TAKES_ITS_ITEMS)
grown += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_WHAT_TAKES_ITS_ITEMS))
def beside_what_takes_its_items(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_what_takes_its_items.run()


BESIDE_A_LIST_THAT_UNPACKS_IT = ["torch"]
unpacked = [*BESIDE_A_LIST_THAT_UNPACKS_IT, "cublas"]
unpacked.append("cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_LIST_THAT_UNPACKS_IT))
def beside_a_list_that_unpacks_it(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_list_that_unpacks_it.run()


BESIDE_A_TABLE_OF_ITS_OWN = ["torch"]
by_name = {"kinds": BESIDE_A_TABLE_OF_ITS_OWN}
by_name["others"] = ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_TABLE_OF_ITS_OWN))
def beside_a_table_of_its_own(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_table_of_its_own.run()


BESIDE_QUESTIONS = ["torch"]
assert "torch" in BESIDE_QUESTIONS and len(BESIDE_QUESTIONS) == 1 and BESIDE_QUESTIONS[0] == "torch" and BESIDE_QUESTIONS == ["torch"]
assert f"{BESIDE_QUESTIONS}" and ", ".join(BESIDE_QUESTIONS)


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_QUESTIONS))
def beside_questions(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_questions.run()


BESIDE_ANOTHER_CLASS = ["torch"]
class Holder:
    def __init__(self, kinds):
        self.kinds_of = kinds


class Unlike:
    def __init__(self):
        self.kinds_of = []
        self.kinds_of += ["cublas"]


Holder(BESIDE_ANOTHER_CLASS), Unlike()


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_ANOTHER_CLASS))
def beside_another_class(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_another_class.run()


BESIDE_A_STATIC_METHOD = ["torch"]
class Tools:
    @staticmethod
    def take(kinds, out):
        out.append(kinds[0])


Tools.take(BESIDE_A_STATIC_METHOD, [])


@perf_report(Benchmark(line_arg="provider", line_vals=BESIDE_A_STATIC_METHOD))
def beside_a_static_method(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y


# run: beside_a_static_method.run()
