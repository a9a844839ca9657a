"""predict: a guess now, the guess beside the result later, and never an exception."""

import ipywidgets
import pytest

from rnn_core.widgets import predict


def text_of(shown):
    return shown[-1].data


def test_choices_are_buttons_and_none_is_pressed(a_front_end, shown):
    guess = predict("Which way?", ["grows", "shrinks"])
    assert isinstance(guess.field, ipywidgets.ToggleButtons)
    assert guess.field.options == ("grows", "shrinks")
    assert guess.value is None
    assert repr(guess) == "no guess yet"
    guess.field.value = "grows"
    assert guess.value == "grows"
    assert repr(guess) == "your guess: grows"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", 12),
        (" 1e3 ", 1000),
        ("0,5", 0.5),
        ("0,500", 0.5),
        ("3,1416", 3.1416),
        ("−3", -3),
        ("5,000", 5000),
        ("10 000", 10_000),
        ("−1,234,567.5", -1_234_567.5),
        ("100x", 100),
        ("50 %", 50),
        ("", None),
        ("many", None),
    ],
)
def test_a_number_may_be_written_in_any_way(shown, typed, value):
    guess = predict("How many?")
    guess.field.value = typed
    assert guess.value == value


def test_the_guess_stands_beside_the_result(shown):
    guess = predict("How many?")
    for typed, verdict in [
        ("100", "Exactly as you said."),
        ("104", "Close."),
        ("50", "Your number is too small."),
        ("1000", "Your number is too large."),
    ]:
        guess.field.value = typed
        guess.compare(100, "Ten times ten.")
        assert f"{verdict} Ten times ten." in text_of(shown)
    assert "1,000" in text_of(shown)


def test_words_in_the_place_of_a_number_are_told_so(shown):
    guess = predict("How many?")
    guess.field.value = "about 10"
    guess.compare(100, "Ten times ten.")
    assert "<b>about 10</b>" in text_of(shown)
    assert "That is not a number; type digits, such as 5000. Ten times ten." in text_of(shown)


def test_a_choice_is_right_or_not(shown):
    guess = predict("Which way?", ["grows", "shrinks"])
    guess.field.value = "grows"
    guess.compare("grows")
    assert "As you said." in text_of(shown)
    guess.compare("shrinks")
    assert "Not what you expected." in text_of(shown)


def test_a_number_among_choices_is_compared_as_it_is_written(shown):
    guess = predict("How many?", [1, 2])
    guess.field.value = "2"
    guess.compare(2)
    assert "As you said." in text_of(shown)


@pytest.mark.parametrize("truth", ["shrinks", 3, 0.5, float("inf"), float("nan"), True])
@pytest.mark.parametrize("choices", [None, ["grows", "shrinks"]])
def test_no_guess_is_fine_whatever_the_truth(shown, choices, truth):
    predict("What?", choices).compare(truth, "So it is.")
    assert "nothing this time" in text_of(shown)
    assert "So it is." in text_of(shown)


@pytest.mark.parametrize("truth", ["much", 0, float("inf"), float("nan")])
def test_a_number_against_any_truth(shown, truth):
    guess = predict("How much?")
    guess.field.value = "7"
    guess.compare(truth)
    assert "You predicted" in text_of(shown)


def test_markup_in_a_question_is_shown_and_not_obeyed(shown):
    guess = predict("Is <b>a</b> & b?", ["<i>x</i>"])
    assert "Is &lt;b&gt;a&lt;/b&gt; &amp; b?" in text_of(shown)
    guess.field.value = "<i>x</i>"
    guess.compare("<i>x</i>", "1 < 2")
    assert "<i>" not in text_of(shown)
    assert "1 &lt; 2" in text_of(shown)


def test_without_a_front_end_the_question_and_its_choices_can_be_read(shown):
    predict("Which way?", ["grows", "shrinks"])
    assert "Which way?" in text_of(shown)
    assert "grows / shrinks" in text_of(shown)
