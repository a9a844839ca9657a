"""The activation explorer's picture: it fits at every end and tells where the starts end."""

from itertools import product

import pytest
from board_checks import assert_fits, assert_no_words_overlap

from autograder.exercises import load
from rnn_core.plots import activation_run
from rnn_core.plots.activation import ACTIVATIONS, HEIGHT

ENDS = list(product(ACTIVATIONS, (-3, 3), (-2, 2), (1, -1), (False, True)))


@pytest.mark.parametrize(("activation", "w", "b", "sign", "vector"), ENDS)
def test_every_end_fits(activation, w, b, sign, vector):
    picture = activation_run(activation, w, b, sign, vector)
    assert_fits(picture)
    assert_no_words_overlap(picture)
    assert picture.alt.startswith(picture.get_suptitle())


@pytest.mark.parametrize(
    ("setting", "fate", "fixed"),
    [
        (("tanh", 2, 0, 1), "all positive starts end at 0.958", "−0.958 attracts, 0 repels"),
        (("tanh", 2, 0, -1), "all negative starts end at −0.958", "0.958 attracts"),
        (("tanh", 0.5, 0, -1), "all negative starts end at 0", "Fixed points: 0 attracts."),
        (
            ("tanh", -2, 0, 1),
            "positive starts jump between two values for ever",
            "points: 0 repels.",
        ),
        (("ReLU", 1.1, 0, 1), "positive starts grow without limit", "0 attracts on one side only"),
        (("ReLU", 1.1, 0, -1), "all negative starts end at 0", ""),
        (("ReLU", 1, 0, 1), "positive starts end at 0.1 or 0.5 or 1", "every state is fixed"),
        (("none", -1.1, 0, 1), "positive starts grow without limit", "0 repels"),
        (("tanh", 2, -0.3, 1), "positive starts end at −0.978 or 0.908", "0.311 repels"),
        (("tanh", 1, 0, 1), "still moving after 500 steps", "0 attracts, ever more slowly"),
        (("ReLU", -1, 0, 1), "all positive starts end at 0", "points: 0 attracts."),
        (
            ("ReLU", -3, 2, 1),
            "some of the positive starts jump between two values for ever",
            "from 0.5 to 0.5",
        ),
        (("ReLU", 3, 0, 1), "positive starts grow without limit", "from 0.1 to beyond 1·10⁹"),
        (("ReLU", 1, -0.5, 1), "all positive starts end at 0", "h becomes f(h − 0.5), f is ReLU"),
        (("tanh", 0, 0, 1), "all positive starts end at 0", "h becomes f(0), f is tanh"),
        (("none", 3, 2, 1), "grow without limit", "h becomes 3 h + 2."),
        (("tanh", -1, 0.5, 1, True), "end at 0.247", "h becomes f(−B h + 0.5), f is tanh"),
        (("none", -1, 0, 1), "jump between two values for ever", "neither attracts nor repels"),
    ],
)
def test_what_is_said(setting, fate, fixed):
    picture = activation_run(*setting)
    assert picture.get_suptitle().endswith(fate)
    assert fixed in picture.alt


def test_what_lesson_03_asks_of_the_explorer():
    bias = load("stability_erasing_bias").reference()
    held = [activation_run("tanh", 2, b).get_suptitle() for b in (0, bias + 0.05, bias)]
    assert held[0].endswith("all positive starts end at 0.958")
    assert held[1].endswith("positive starts end at −0.986 or 0.802")
    assert held[2].endswith("all positive starts end at −0.987")


def test_the_picture_lasts_until_the_starts_have_ended_where_lesson_03_asks():
    bias = load("stability_erasing_bias").reference()
    assert "from 1 to −0.987" in activation_run("tanh", 2, bias).alt


def test_what_explodes_leaves_the_panel():
    run = activation_run("ReLU", 1.5, 0)
    cut = [artist for artist in run.artists if artist.get_clip_box() is not None]
    assert len(cut) == 7  # the curve, three staircases, three starts over time
    assert max(artist.get_path().vertices[:, 1].max() for artist in cut) > 10 * HEIGHT
