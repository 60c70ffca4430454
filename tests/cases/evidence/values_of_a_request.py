# `request.param` in a fixture is one of the values that its decorator lists.
import pytest

BACKENDS = ("cuda", "triton")


@pytest.fixture(params=["cuda", "triton"])
def listed(request):
    if request.param == "cuda":
        y = 1
    elif request.param == "triton":
        y = 2
    return y


@pytest.fixture(scope="module", params=BACKENDS, ids=str)
def of_a_name(request, tmp_path):
    kind = request.param
    if kind == "cuda":
        y = tmp_path
    elif kind == "triton":
        y = 2
    yield y


@pytest.fixture(params=["cuda", pytest.param("triton", marks=pytest.mark.slow)])
def marked(request):
    match request.param:
        case "cuda":
            y = 1
        case "triton":
            y = 2
    return y


@pytest.fixture(params=[True, False])
def flags(request):
    if request.param is True:
        y = 1
    elif request.param is False:
        y = 2
    return y


@pytest.fixture(params=["cuda", "triton", "torch"])
def one_more(request):
    if request.param == "cuda":
        y = 1
    elif request.param == "triton":
        y = 2
    return y  # NSA104: y


@pytest.fixture
def without_a_list(request):
    if request.param == "cuda":
        y = 1
    elif request.param == "triton":
        y = 2
    return y  # NSA104: y


@pytest.fixture(params=["cuda", "triton"])
def bound_again(request):
    request = request.config
    if request.param == "cuda":
        y = 1
    elif request.param == "triton":
        y = 2
    return y  # NSA104: y


@pytest.fixture(params=[*BACKENDS, None])
def perhaps_none(request):
    if request.param == "cuda":
        y = 1
    elif request.param == "triton":
        y = 2
    return y  # NSA104: y


def helper(request):
    if request.param == "cuda":
        y = 1
    elif request.param == "triton":
        y = 2
    return y  # NSA104: y


# not run: pytest decides what runs
