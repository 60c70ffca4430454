# What a list holds is not known where something changes it that has it by another way than its name.
import bisect
from contextlib import nullcontext
from functools import partial
from typing import NamedTuple


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


OF_AN_ITEM = ["torch"]
OF_AN_ITEM[0] += "x"


@perf_report(Benchmark(line_arg="provider", line_vals=OF_AN_ITEM))
def of_an_item(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_an_item.run()


OF_AN_OR = ["torch"]
or_more = OF_AN_OR or []
or_more += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_AN_OR))
def of_an_or(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_an_or.run()


OF_AN_ARM = ["torch"]
arm_more = OF_AN_ARM if Report else []
arm_more.append("cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=OF_AN_ARM))
def of_an_arm(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_an_arm.run()


OF_A_WALRUS = ["torch"]
if walrus_more := OF_A_WALRUS:
    walrus_more += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_WALRUS))
def of_a_walrus(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_walrus.run()


OF_A_SORTED_PLACE = ["torch"]
bisect.insort(OF_A_SORTED_PLACE, "cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_SORTED_PLACE))
def of_a_sorted_place(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_sorted_place.run()


OF_THE_METHOD_OF_LIST = ["torch"]
list.append(OF_THE_METHOD_OF_LIST, "cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=OF_THE_METHOD_OF_LIST))
def of_the_method_of_list(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_the_method_of_list.run()


OF_A_PARTIAL = ["torch"]
def partly(items, x):
    items.append(x)


partial(partly, OF_A_PARTIAL)("cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_PARTIAL))
def of_a_partial(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_partial.run()


OF_ARGUMENTS = ["torch"]
def grow_all(*lists):
    for each in lists:
        each.append("cublas")


grow_all(OF_ARGUMENTS)


@perf_report(Benchmark(line_arg="provider", line_vals=OF_ARGUMENTS))
def of_arguments(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_arguments.run()


OF_UNPACKED_ARGUMENTS = ["torch"]
def grow_one(one):
    one.append("cublas")


grow_one(*[OF_UNPACKED_ARGUMENTS])


@perf_report(Benchmark(line_arg="provider", line_vals=OF_UNPACKED_ARGUMENTS))
def of_unpacked_arguments(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_unpacked_arguments.run()


OF_A_KEYWORD = ["torch"]
def grow_named(x, *, named):
    named += [x]


grow_named("cublas", named=OF_A_KEYWORD)


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_KEYWORD))
def of_a_keyword(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_keyword.run()


OF_KEYWORDS = ["torch"]
def grow_options(**options):
    options["kinds"] += ["cublas"]


grow_options(kinds=OF_KEYWORDS)


@perf_report(Benchmark(line_arg="provider", line_vals=OF_KEYWORDS))
def of_keywords(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_keywords.run()


OF_AN_ATTRIBUTE = ["torch"]
class Registry:
    def __init__(self, items):
        self.items = items

    def put(self, x):
        self.items.append(x)


Registry(OF_AN_ATTRIBUTE).put("cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=OF_AN_ATTRIBUTE))
def of_an_attribute(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_an_attribute.run()


OF_A_CLASS_BELOW = ["torch"]
class Lower(Registry):
    def grow_below(self):
        self.items += ["cublas"]


Lower(OF_A_CLASS_BELOW).grow_below()


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_CLASS_BELOW))
def of_a_class_below(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_class_below.run()


OF_A_FIELD = ["torch"]
class Record(NamedTuple):
    size: int
    entries: list


record = Record(1, OF_A_FIELD)
record.entries.append("cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_FIELD))
def of_a_field(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_field.run()


OF_A_TABLE = ["torch"]
table = {"kinds": OF_A_TABLE}
table["kinds"].append("cublas")


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_TABLE))
def of_a_table(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_table.run()


OF_A_TABLE_THAT_IS_FILLED = ["torch"]
filled = {}
filled["kinds"] = OF_A_TABLE_THAT_IS_FILLED
for filled_with in filled.values():
    filled_with += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_TABLE_THAT_IS_FILLED))
def of_a_table_that_is_filled(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_table_that_is_filled.run()


OF_A_LIST_OF_LISTS = ["torch"]
lists = []
lists.append(OF_A_LIST_OF_LISTS)
lists[0] += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_LIST_OF_LISTS))
def of_a_list_of_lists(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_list_of_lists.run()


OF_GLOBALS = ["torch"]
globals()["OF_GLOBALS"] += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_GLOBALS))
def of_globals(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_globals.run()


OF_A_MATCH = ["torch"]
match OF_A_MATCH:
    case list() as matched:
        matched += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_MATCH))
def of_a_match(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_match.run()


OF_A_WITH = ["torch"]
with nullcontext(OF_A_WITH) as entered:
    entered += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_WITH))
def of_a_with(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_with.run()


OF_WHAT_IS_RETURNED = ["torch"]
def same(x):
    return x


returned = same(OF_WHAT_IS_RETURNED)
returned += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_WHAT_IS_RETURNED))
def of_what_is_returned(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_what_is_returned.run()


OF_WHAT_IS_YIELDED = ["torch"]
def yielding(x):
    yield x


for yielded in yielding(OF_WHAT_IS_YIELDED):
    yielded += ["cublas"]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_WHAT_IS_YIELDED))
def of_what_is_yielded(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_what_is_yielded.run()


OF_A_ZIP = ["torch"]
for zipped, x in zip((OF_A_ZIP, [1]), ("cublas", 3)):
    zipped.append(x)


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_ZIP))
def of_a_zip(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_zip.run()


OF_A_COMPREHENSION = ["torch"]
[each.append("cublas") for each in (OF_A_COMPREHENSION, [])]


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_COMPREHENSION))
def of_a_comprehension(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_comprehension.run()


OF_A_CLOSURE = ["torch"]
def outer(kept):
    def inner():
        kept.append("cublas")

    inner()


outer(OF_A_CLOSURE)


@perf_report(Benchmark(line_arg="provider", line_vals=OF_A_CLOSURE))
def of_a_closure(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: of_a_closure.run()


BOUND_AFTER = ["torch"]
def grow_first(first):
    first += ["cublas"]
    first = []
    return first


grow_first(BOUND_AFTER)


@perf_report(Benchmark(line_arg="provider", line_vals=BOUND_AFTER))
def bound_after(m, provider):
    if provider == "torch":
        y = m
    elif provider == "triton_int8":
        y = 2
    elif provider == "triton_fp8":
        y = 3
    return y  # NSA104: y


# run: bound_after.run()
