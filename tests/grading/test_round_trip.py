"""A class, from release to feedback, through nbgrader, with the exact points that each must get."""

import csv
from pathlib import Path

import pytest

from autograder.demo import LESSONS, grade_class, students
from autograder.exercises import ids, load

ROOT = Path(__file__).parents[2]
FULL = {lesson: {id: load(id).total for id in ids(lesson)} for lesson in LESSONS}
FIRST, SECOND = LESSONS
NOT_DONE = "still to be done"

# What a submission loses: exercise -> (points, what its report says).
EXPECTED = {
    (FIRST, "perfect"): {},
    (SECOND, "perfect"): {},
    (FIRST, "perfect_style_1"): {},
    (SECOND, "perfect_style_1"): {},
    (FIRST, "untouched"): {id: (0, NOT_DONE) for id in FULL[FIRST]},
    (SECOND, "untouched"): {id: (0, NOT_DONE) for id in FULL[SECOND]},
    (FIRST, "previous_state_ignored"): {
        "rnn_step": (1, "previous state ignored"),
        "rnn_forward": (0, "not yet right"),  # it calls the student's own rnn_step
    },
    (FIRST, "mask_forgotten"): {
        "sequence_loss": (1.5, "mask forgotten"),
        "single_output": (1, "last padded state used"),
    },
    (SECOND, "no_derivative_of_tanh"): {
        "rnn_step_backward": (0, "no derivative of tanh"),
        "rnn_backward": (0, "no derivative of tanh"),
        "truncated_bptt": (0, "not yet right"),
    },
    (SECOND, "the_future_forgotten"): {
        "rnn_backward": (0, "the future forgotten"),
        "truncated_bptt": (0, "not yet right"),  # it calls the student's own rnn_backward
    },
    (SECOND, "chunks_counted_from_the_end"): {"truncated_bptt": (3, "chunks counted from the end")},
    (FIRST, "syntax_error"): {
        "rnn_step": (0, "SyntaxError"),
        "rnn_forward": (0, "stops with an error"),
    },
    (SECOND, "endless_loop"): {"gradient_check": (0, "does not come to an end")},
    (FIRST, "check_deleted"): {},
}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SAWarning")  # nbgrader's own
@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")  # likewise
def test_a_class_gets_exactly_what_it_earned(tmp_path):
    names = {name for _, name in EXPECTED}
    members = [student for student in students() if student.name in names]
    graded = grade_class(tmp_path, ROOT, members)

    assert graded.keys() == EXPECTED.keys()
    for (lesson, name), losses in EXPECTED.items():
        right = {id: (points, "") for id, points in FULL[lesson].items()}
        assert graded[lesson, name] == right | losses, (lesson, name)

    with (tmp_path / "grades.csv").open() as file:
        scores = {(row["assignment"], row["student_id"]): row for row in csv.DictReader(file)}
    for submission, result in graded.items():
        assert float(scores[submission]["score"]) == sum(points for points, _ in result.values())
        assert float(scores[submission]["max_score"]) == sum(FULL[submission[0]].values())

    page = tmp_path / "feedback" / "mask_forgotten" / FIRST / f"{FIRST}.html"
    assert "This looks like: mask forgotten" in page.read_text(encoding="utf-8")
