import functools
import itertools
from functools import partial

import pytest
from lib import Base, Other


class First:
    pass


class Second(Base):
    pass


class Third(First):
    pass


KERNELS = ["one", "two"]
KINDS = [First, Second]


@pytest.mark.parametrize("kind", [First, partial(Second, 1)])
def test_classes(kind):
    model = kind(2)
    if isinstance(model, First):
        y = 1
    elif isinstance(model, Second) or HAS_TRITON:
        y = 2
    assert y


@pytest.mark.parametrize(
    "kind, flag, kernel",
    list(itertools.product([First], [True, False], KERNELS))
    + [
        pytest.param(Second, True, None),
        *[pytest.param(partial(Third, n=n), True, None, id=f"{n}") for n in [1, 2]],
    ],
)
def test_rows(kind, flag, kernel):
    if kernel is None or HAS_TRITON:
        z = 1
    elif kernel in ("one", "two"):
        z = 2
    model = kind(flag)
    model.run(z)
    if isinstance(model, Second):
        y = 1
    elif isinstance(model, First) or HAS_TRITON:
        y = 2
    assert y


class TestMethods:
    @pytest.mark.parametrize("size, kind", itertools.product((1, 2), KINDS))
    def test_product(self, size, kind):
        if size == 1 or HAS_TRITON:
            z = 1
        elif size == 2:
            z = 2
        if isinstance(kind(), First) or HAS_TRITON:
            y = 1
        elif isinstance(kind(), Second):
            y = z
        assert y


@pytest.fixture(params=KINDS)
def kind_of_model(request):
    return request.param


def test_fixture(kind_of_model):
    model = kind_of_model()
    if isinstance(model, First) or HAS_TRITON:
        y = 1
    elif isinstance(model, Second):
        y = 2
    assert y


@pytest.mark.parametrize("kind", [First, Second, Third])
def test_one_too_many(kind):
    model = kind(2)
    if isinstance(model, Third) or HAS_TRITON:
        y = 1
    elif isinstance(model, Second):
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [First, Other])
def test_one_of_another_module(kind):
    model = kind(2)
    if isinstance(model, First) or HAS_TRITON:
        y = 1
    elif isinstance(model, Other):
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [First, make()])
def test_one_unknown(kind):
    model = kind(2)
    if isinstance(model, First) or HAS_TRITON:
        y = 1
    assert y  # NSA104: y


@pytest.mark.parametrize("kernel", [KERNELS for KERNELS in ("one", "two")])
def test_a_comprehension_that_hides_a_name(kernel):
    if kernel == "one" or HAS_TRITON:
        y = 1
    assert y  # NSA104: y


class Made(make()):
    pass


@pytest.mark.parametrize("kind", [Made])
def test_what_it_derives_from_is_not_known(kind):
    model = kind(2)
    if not isinstance(model, First) or HAS_TRITON:
        y = 1
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [First, Made])
def test_what_one_derives_from_is_not_known(kind):
    model = kind(2)
    if not isinstance(model, First) or HAS_TRITON:
        y = 1
    elif kind is First:
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [First, partial(Other, 1)])
def test_part_of_a_class_of_another_module(kind):
    model = kind(2)
    if isinstance(model, First) or HAS_TRITON:
        y = 1
    elif isinstance(model, Other):
        y = 2
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [First, partial(make(), 1)])
def test_part_of_what_is_unknown(kind):
    model = kind(2)
    if isinstance(model, First) or HAS_TRITON:
        y = 1
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [First, partial("one".upper)])
def test_part_of_a_method(kind):
    if kind is First or HAS_TRITON:
        y = 1
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [First, partial(KERNELS, 1)])
def test_part_of_what_is_no_class(kind):
    if kind is First or HAS_TRITON:
        y = 1
    assert y  # NSA104: y


@pytest.mark.parametrize("kind", [partial(First), functools.partial(Third, n=1)])
def test_parts_of_classes_alone(kind):
    model = kind()
    if isinstance(model, First) or HAS_TRITON:
        y = 1
    assert y


@pytest.mark.parametrize("kind", [First, partial()])
def test_part_of_nothing(kind):
    if kind is First or HAS_TRITON:
        y = 1
    assert y  # NSA104: y
