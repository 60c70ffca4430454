# What a call makes without items has none until it is set again; what is set beside it is bound where it has some.
import sys
from types import SimpleNamespace

Array = type("Array", (list,), {"size": property(len), "numel": list.__len__, "grow": lambda self: self.append(0)})
sys.modules["arrays_of_this_case"] = SimpleNamespace(
    array=lambda items, ndmin=1: Array([items] if ndmin > 1 else items),
    tensor=lambda items, dtype=None: Array(items),
    zeros=lambda *shape: Array([0] * (shape[0][0] if isinstance(shape[0], tuple) else shape[0])),
    grow=lambda items: items.append(0),
)
import arrays_of_this_case as np
from arrays_of_this_case import tensor


def an_array(xs):
    stack = np.array([])
    for x in xs:
        if len(stack) != 0:
            use(last)
        stack, last = np.array([x]), x


def a_tensor_with_a_dtype(xs):
    stack = tensor([], dtype=int)
    for x in xs:
        if x == 1:
            stack = np.array([*stack, x])
            last = x
        elif x == 2:
            if len(stack) > 0:
                use(last)
            stack, last = np.array([x]), x


def of_a_shape(xs):
    stack = np.zeros((0, 3))
    for x in xs:
        if len(stack):
            use(last)
        stack, last = np.array([x]), x


def of_a_length(xs):
    stack = np.zeros(0)
    for x in xs:
        if stack.size > 0:
            use(last)
        stack, last = np.array([x]), x


def that_counts_its_items(xs):
    stack = tensor([])
    for x in xs:
        if stack.numel() == 0:
            last = x
        use(last)
        stack = tensor([x])


def a_list_of_nothing(xs):
    stack = list([])
    for x in xs:
        if stack:
            use(last)
        stack, last = [x], x


def a_set_of_nothing(xs):
    stack = set(())
    for x in xs:
        if stack:
            use(last)
        stack.add(x)
        last = x


def a_tuple(xs):
    stack = tuple()
    for x in xs:
        if len(stack) > 0:
            use(last)
        stack, last = (*stack, x), x


def a_frozen_set(xs):
    stack = frozenset()
    for x in xs:
        if stack:
            use(last)
        stack, last = stack | {x}, x


# run: an_array([1, 2])
# run: a_tensor_with_a_dtype([2, 1, 2])
# run: of_a_shape([1, 2])
# run: of_a_length([1, 2])
# run: that_counts_its_items([1, 2])
# run: a_list_of_nothing([1, 2])
# run: a_set_of_nothing([1, 2])
# run: a_tuple([1, 2])
# run: a_frozen_set([1, 2])


import arrays_of_this_case as np
from arrays_of_this_case import tensor


def of_one_item(xs):
    stack = np.array([0])
    for x in xs:
        if len(stack) != 0:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: of_one_item([1])


import arrays_of_this_case as np


def of_a_list_of_nothing(xs):
    stack = np.array([[]])
    for x in xs:
        if len(stack) != 0:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: of_a_list_of_nothing([1])


import arrays_of_this_case as np


def of_more_dimensions(xs):
    stack = np.array([], ndmin=2)
    for x in xs:
        if len(stack) != 0:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: of_more_dimensions([1])


import arrays_of_this_case as np


def of_rows_without_columns(xs):
    stack = np.zeros((2, 0))
    for x in xs:
        if len(stack) != 0:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: of_rows_without_columns([1])


import arrays_of_this_case as np


def that_something_changes(xs):
    stack = np.array([])
    np.grow(stack)
    for x in xs:
        if len(stack) != 0:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: that_something_changes([1])


import arrays_of_this_case as np


def that_changes_itself(xs):
    stack = np.array([])
    stack.grow()
    for x in xs:
        if stack.size:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: that_changes_itself([1])


import arrays_of_this_case as np


def that_gets_its_items_otherwise(xs):
    stack = np.array([])
    stack.data = xs
    stack.extend(stack.data)
    for x in xs:
        if len(stack) > 0:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: that_gets_its_items_otherwise([1])


import arrays_of_this_case as np


def that_counts_what_was_added(xs):
    stack = np.array([])
    stack += [0]
    for x in xs:
        if stack.numel():
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: that_counts_what_was_added([1])


import arrays_of_this_case as np


def set_by_one_arm_only(xs):
    stack = np.array([])
    for x in xs:
        if x == 1:
            last = x
            stack = np.array([x])
        elif x == 2:
            stack = np.array([x])
        elif len(stack) != 0:
            use(last)  # NSA201: last


# run: set_by_one_arm_only([2, 3])


def array(items):
    return [0, *items]


def of_a_function_of_the_file(xs):
    stack = array([])
    for x in xs:
        if len(stack) != 0:
            use(last)  # NSA205: last
        stack, last = array([x]), x


# run: of_a_function_of_the_file([1])


def of_a_parameter(xs, np):
    stack = np.array([])
    for x in xs:
        if len(stack) != 0:
            use(last)  # NSA205: last
        stack, last = np.array([x]), x


# run: of_a_parameter([1], Box(array=lambda items: [0, *items]))
