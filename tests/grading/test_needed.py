"""Which cells of a submission run when it is graded."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.grading.needed import read_names, what_counts


def answer(source):
    return new_code_cell(source, metadata={"nbgrader": {"solution": True, "grade_id": "answer"}})


def grade(source):
    return new_code_cell(source, metadata={"nbgrader": {"grade": True, "grade_id": "grade"}})


ANSWER, CHECK = answer("def double(x): return two * x"), grade("check('double', double)")


def runs(*between):
    """Whether each of these cells runs where an answer and its check frame them."""
    chosen = what_counts([ANSWER, *map(new_code_cell, between), CHECK])
    assert {0, len(between) + 1} <= chosen
    return [k in chosen for k in range(1, len(between) + 1)]


@pytest.mark.parametrize(
    "needed",
    [
        "two = 2",
        "two: int = 2",
        "from numbers import two",
        "import two",
        "from anything import *",
        "def two(): pass",
        "class two: pass",
        "for two in range(3): pass",
        "print(two := 2)",
        "def f():\n    global two\n    two = 2",
        "two += 1",
        "del two",
        "double = lambda x: x",
        "double.cache = {}",
        "check.table['double'] = 3",
        "%matplotlib inline",
        "!ls",
        "print('not Python",
    ],
)
def test_a_cell_runs_when_a_grade_may_depend_on_it(needed):
    assert runs(needed) == [True]


@pytest.mark.parametrize(
    "for_show",
    [
        "plot(double(3))",
        "step = double\nprint(step(4))",
        "def two_more(x):\n    two = 3\n    return two",
        "[two for two in range(3)]",
        "def other(x):\n    two = [x]\n    two[0] += 1\n    return two",
        "x = 'two'",
        "",
    ],
)
def test_a_cell_for_show_does_not_run(for_show):
    assert runs(for_show) == [False]


def test_what_an_answer_calls_its_own_variables_is_no_name_of_the_notebook():
    local = answer("def double(x):\n    total = x.copy()\n    total[0] += x[0]\n    return total")
    for_show = new_code_cell("total = train(double)")
    assert what_counts([local, for_show, CHECK]) == {0, 2}


def test_names_are_followed_through_cells():
    assert runs("one = 1", "other = 1", "two = one + one") == [True, False, True]


def test_a_call_may_change_what_is_bound_by_assignment():
    assert runs("two = []", "two.append(2)", "fill(two)", "unrelated(3)") == [
        True,
        True,
        True,
        False,
    ]
    assert runs("def two(): pass", "print(two())") == [True, False]


def test_text_is_no_code():
    assert what_counts([new_markdown_cell("two = 2"), ANSWER, CHECK]) == {1, 2}


def test_names_of_a_cell():
    names = read_names(
        "import a.b, c as d\ndef f(x, y=z):\n    v = x\n    return g(v, w)\nq[0] = f"
    )
    assert names.bound == {"a", "d", "f"}
    assert names.used == {"z", "g", "w", "f", "q"}
    assert names.changed == {"q"}
    assert names.data == set()
