"""Lines, heat maps and bars: figures that say what they show."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from rnn_core.plots import bars, heatmap, lines
from rnn_core.plots.generic import number
from rnn_core.plots.picture import png
from rnn_core.plots.style import looks

WORDS = {"title": "A title", "xlabel": "step", "ylabel": "loss"}


def a_line_plot(**more):
    t = np.arange(5)
    return lines(t, {"RNN": t + 1.0, "persistence": 5.0 - t}, **WORDS, **more)


PLOTS = {
    "lines": a_line_plot,
    "lines, logarithmic": lambda: a_line_plot(log_x=True, log_y=True),
    "lines, spread": lambda: a_line_plot(spread={"RNN": (np.zeros(5), np.ones(5))}),
    "one line": lambda: lines(np.linspace(0, 1, 300), {"loss": np.zeros(300)}, **WORDS),
    "heatmap": lambda: heatmap([[-1.0, 2.0], [0.5, 3.0]], **WORDS),
    "named heatmap": lambda: heatmap(np.ones((2, 3)), xticks="abc", yticks="de", **WORDS),
    "large heatmap": lambda: heatmap(np.arange(900.0).reshape(30, 30), **WORDS),
    "bars": lambda: bars(["a", "b"], {"loss": [1, -2], "other": [3, 4]}, **WORDS),
    "bars, spread": lambda: bars(["a"], {"loss": [2]}, spread={"loss": ([1], [3])}, **WORDS),
}


@pytest.fixture(params=PLOTS)
def plot(request):
    return PLOTS[request.param]


def test_title_labels_and_alternative_text_are_there(plot):
    picture = plot()
    assert isinstance(picture, Figure)
    axes = picture.axes[0]
    assert axes.get_title("left") == "A title"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("step", "loss")
    assert picture.alt.startswith("A title.")
    assert len(picture.alt) > len("A title.") + 8


def test_the_same_numbers_make_the_same_picture(plot):
    assert png(plot(), sharpness=1) == png(plot(), sharpness=1)


def test_nothing_is_cut_off(plot):
    picture = plot()
    picture.draw_without_rendering()
    drawn, (width, height) = picture.get_tightbbox(), picture.get_size_inches()
    assert -0.01 <= drawn.x0 < drawn.x1 <= width + 0.01
    assert -0.01 <= drawn.y0 < drawn.y1 <= height + 0.01


def test_lines_tell_their_ends_and_extremes():
    assert "RNN: from 1 to 5, lowest 1, highest 5." in a_line_plot().alt
    assert "persistence: from 5 to 1" in a_line_plot().alt


def test_years_are_told_without_a_gap():
    assert (
        "step from 1700 to 2008." in lines(np.arange(1700, 2009), {"s": np.ones(309)}, **WORDS).alt
    )


def test_few_places_on_a_logarithmic_axis_are_ticked_themselves():
    axis = lines([10, 30, 1024], {"a": [1, 2, 3]}, log_x=True, **WORDS).axes[0].xaxis
    assert [tick.get_text() for tick in axis.get_ticklabels()] == ["10", "30", "1024"]
    assert not axis.get_ticklocs(minor=True).size


def test_the_alternative_text_can_be_written_by_hand_and_holds_no_mathtext():
    assert a_line_plot(alt="Two lines that cross.").alt == "Two lines that cross."
    words = WORDS | {"title": "The loss $L$"}
    assert lines([0, 1], {"L": [1, 2]}, **words).alt.startswith("The loss L.")


def test_two_lines_differ_in_more_than_colour():
    first, second = a_line_plot().axes[0].get_lines()
    assert first.get_linestyle() != second.get_linestyle()
    assert first.get_marker() != second.get_marker()


def test_seven_looks_before_one_comes_again():
    found = [look for look, _ in zip(looks(), range(7), strict=False)]
    for column in zip(*found, strict=True):
        assert len(set(map(str, column))) == 7


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.5, "−0.5"),
        (3.14159, "3.14"),
        (1234.5, "1 234"),
        (2.38e-7, "2.38·10⁻⁷"),
        (-1e9, "−1·10⁹"),
        (np.inf, "inf"),
    ],
)
def test_numbers_are_written_as_a_reader_would(value, text):
    assert number(value) == text
