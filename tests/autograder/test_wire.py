"""What crosses between the grader and a sandbox comes out as it went in, or not at all."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from autograder.exercises import ids, load
from autograder.trial import Trial
from autograder.wire import Unreadable, pack, unpack

leaves = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | arrays.arrays(
        arrays.boolean_dtypes() | arrays.integer_dtypes() | arrays.floating_dtypes(),
        arrays.array_shapes(min_dims=0, min_side=0),
    )
)
values = st.recursive(
    leaves,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


def sent(value, **options):
    return unpack(json.loads(json.dumps(pack(value))), **options)


def same(one, other) -> bool:
    if isinstance(one, np.ndarray):
        layout = one.flags.c_contiguous == other.flags.c_contiguous
        return layout and one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, tuple | list):
        alike = type(one) is type(other) and len(one) == len(other)
        return alike and all(map(same, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


@given(values)
def test_plain_values_come_back(value):
    assert same(value, sent(value))


@pytest.mark.parametrize("id", ids())
def test_the_arguments_of_every_case_come_back(id):
    for case in Trial(load(id), 0).cases:
        assert same(case.args, sent(case.args, named_tuples=True))


@pytest.mark.parametrize(
    "packed",
    [
        {"array": "", "dtype": "<f8", "shape": [10**6, 10**6], "order": "C"},
        {"array": "", "dtype": "O", "shape": [0], "order": "C"},
        {"array": "AAAA", "dtype": "V3", "shape": [1], "order": "C"},
        {"array": "", "dtype": "<f8", "shape": [-1, 0], "order": "C"},
        {"array": "", "dtype": "<f8", "shape": [True], "order": "C"},
        {"array": 4, "dtype": "<f8", "shape": [], "order": "C"},
        {"tuple": 4},
        {"dict": [[1, 2, 3]]},
        {"reduce": ["os.system", "true"]},
        [1],
    ],
)
def test_what_is_no_value_is_refused(packed):
    with pytest.raises(Unreadable):
        unpack(packed)


def test_a_result_cannot_name_a_type():
    assert unpack({"tuple": ["true"], "type": "os:system"}) == ("true",)
