import pytest
import triton
from parameterized import parameterized

BACKENDS = ["cuda", "triton"]
MORE = [*BACKENDS, "torch"]
GROWN = ["cuda", "triton"]
GROWN.append("torch")


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("size", [1, 2])
def test_stacked(backend, size):
    if backend == "cuda":
        y = 1
    elif backend == "triton":
        y = 2
    if size == 1:
        z = 1
    elif size == 2:
        z = 2
    assert y + z


@pytest.mark.parametrize("backend, flag", [("cuda", True), ("triton", False)], ids=["one", "two"])
def test_several_names(backend, flag):
    if backend == "cuda":
        y = 1
    elif backend == "triton":
        y = 2
    assert y or flag


@pytest.mark.parametrize(["backend"], [pytest.param("cuda", id="a"), pytest.param("triton", marks=pytest.mark.skip)])
def test_param(backend):
    if backend == "cuda":
        y = 1
    elif backend == "triton":
        y = 2
    assert y


class TestMethods:
    @pytest.mark.parametrize(argnames="impl", argvalues=("cuda", "triton", None))
    def test_keywords(self, impl):
        if impl == "cuda":
            y = 1
        elif impl == "triton":
            y = 2
        elif impl is None:
            y = 3
        assert y


@pytest.mark.parametrize("backend", MORE)
class TestOfTheClass:
    def test_one(self, backend):
        if backend == "cuda":
            y = 1
        elif backend in ("triton", "torch"):
            y = 2
        assert y


@pytest.fixture(params=["cuda", "triton"])
def device_backend(request):
    return request.param


def test_fixture(device_backend):
    if device_backend == "cuda":
        y = 1
    elif device_backend == "triton":
        y = 2
    assert y


class TestExpanded:
    @parameterized.expand([("cuda", 1), ("triton", 2)])
    def test_rows(self, backend, size):
        if backend == "cuda":
            y = size
        elif backend == "triton":
            y = 2
        assert y


CONFIGS = [
    triton.testing.Benchmark(
        x_names=["m"], x_vals=[1], line_arg="provider", line_vals=["cublas", "triton"], plot_name=name, args={"fast": True}
    )
    for name in ("one", "two")
]


@triton.testing.perf_report(CONFIGS)
def bench(m, provider, fast):
    if provider == "cublas":
        ms = 1
    elif provider == "triton":
        ms = 2
    if fast:
        best = ms
    return best


@pytest.mark.parametrize("backend", MORE)
def test_one_too_many(backend):
    if backend == "cuda":
        y = 1
    elif backend == "triton":
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("backend", GROWN)
def test_grown(backend):
    if backend == "cuda":
        y = 1
    elif backend == "triton":
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("backend", ["cuda", "triton"], indirect=True)
def test_indirect(backend):
    if backend == "cuda":
        y = 1
    elif backend == "triton":
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("backend", ["cuda", other()])
def test_not_a_constant(backend):
    if backend == "cuda":
        y = 1
    assert y  # NSA104: y


@pytest.mark.parametrize("size", [1, 2])
def test_another_parameter(backend, size):
    if backend == "cuda":
        y = size
    elif backend == "triton":
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("backend", ["cuda", "triton"])
def test_rebound(backend, size):
    backend = size.backend
    if backend == "cuda":
        y = 1
    elif backend == "triton":
        y = 2
    assert y  # NSA104: y
