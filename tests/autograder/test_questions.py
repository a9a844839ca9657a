"""What a closing question takes for an answer, and says to a wrong one."""

import pytest

from autograder import check
from autograder.check import verdict
from autograder.exercise import question
from autograder.trial import Trial


def test_question_takes_numbers_and_words_in_any_spelling():
    parameters = question(12, {144: "Not for each step."})
    assert verdict(Trial(parameters, 0), 12.0).points == 1
    found = verdict(Trial(parameters, 0), 144)
    assert found.points == 0 and found.mistakes == (("answered 144", "Not for each step."),)
    assert verdict(Trial(parameters, 0), None).points == 0
    letter = question("b", {"a": "hint", "c": "hint"})
    assert verdict(Trial(letter, 0), " B").points == 1
    assert verdict(Trial(letter, 0), "a").points == 0


@pytest.mark.parametrize("text", ["eight", "0,4899", "11.51 "])
def test_text_in_place_of_a_number_is_read_or_told(text):
    found = check("unrolling_ignorant_loss", text)
    assert found.full if text.strip() == "11.51" else "it needs a number" in found.text


@pytest.mark.parametrize(
    ("near", "told"),
    [(0.19, "give more digits"), (0.194, "be more exact"), (0.2, "not the answer")],
)
def test_answer_that_is_nearly_right_is_told_what_it_lacks(near, told):
    found = verdict(Trial(question(0.1924, {}), 1), near)
    assert told in found.stages[2].lines[0][1]


@pytest.mark.parametrize("letter", ["b", " B.", "(B)", "**B**"])
def test_letter_may_be_written_as_it_stands_in_the_text(letter):
    assert verdict(Trial(question("B", {}), 1), letter).status == "right"


def test_complex_number_is_told_that_a_real_one_is_asked_for():
    found = verdict(Trial(question(0.67, {}), 1), 0.67 + 0.67j)
    assert found.points == 0
    assert "`answer` is complex, and must be real" in found.stages[2].lines[0][1]


def test_nan_is_called_that_and_not_close():
    found = verdict(Trial(question(0.67, {}), 1), float("nan"))
    assert "NaN" in found.stages[2].lines[0][1]


@pytest.mark.parametrize(("given", "told"), [("Answer B", "one letter"), ("C", "not the answer")])
def test_sentence_in_place_of_a_letter_is_told_so(given, told):
    assert told in verdict(Trial(question("B", {}), 1), given).stages[2].lines[0][1]


@pytest.mark.parametrize("given", [["B"], "B\n"])
def test_letter_may_come_in_a_list_or_with_its_line_end(given):
    assert verdict(Trial(question("B", {}), 1), given).status == "right"
