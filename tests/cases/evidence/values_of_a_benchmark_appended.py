# A value that is added to what a benchmark holds is one of its line, and nothing is known of the others.
class Benchmark:
    def __init__(self, line_arg, line_vals, args=None):
        self.line_arg = line_arg
        self.line_vals = line_vals
        self.args = args or {}


def perf_report(benchmarks):
    def report(function):
        def run():
            for each in benchmarks:
                for value in each.line_vals:
                    function(1, **{each.line_arg: value}, **each.args)

        return run

    return report


CONFIGS = [Benchmark(line_arg="provider", line_vals=["torch", "triton"], args={"fast": True})]
CONFIGS[0].line_vals.append("cublas")


@perf_report(CONFIGS)
def bench(n, provider, fast):
    if provider == "torch":
        x = n
    elif provider == "triton":
        x = -n
    if fast:
        y = x  # NSA104: x
    else:
        y = 0
    return y


# run: bench()
