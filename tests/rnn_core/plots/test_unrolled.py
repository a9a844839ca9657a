"""The network of lesson 01 as a picture: counts, words, and room for all of them."""

from itertools import pairwise, product

import pytest
from board_checks import assert_fits, assert_no_words_overlap
from matplotlib.figure import Figure

from rnn_core.plots import unrolled
from rnn_core.plots.unrolling import KINDS, MOST_STEPS, ROLES, matrices

ENDS = (1, MOST_STEPS)
EVERY_END = list(product(KINDS, ENDS, (True, False), ROLES))


def uses(kind, steps):
    return {matrix.name: matrix.uses for matrix in matrices(kind, steps)}


def test_uses_of_each_matrix():
    assert uses("one-to-one", 5) == {"Wx": 1, "Wh": 0, "Wy": 1}
    assert uses("one-to-many", 5) == {"Wx": 1, "Wh": 5, "Wy": 5}
    assert uses("many-to-one", 5) == {"Wx": 5, "Wh": 5, "Wy": 1}
    assert uses("many-to-many", 5) == {"Wx": 5, "Wh": 5, "Wy": 5}
    assert uses("encoder–decoder", 5) == {"Wx": 5, "Wh": 5, "W′h": 3, "Wy": 3}
    assert uses("output → hidden", 5) == {"Wx": 5, "Wo": 5, "Wy": 5}


@pytest.mark.parametrize("kind", KINDS)
def test_the_number_of_weights_does_not_depend_on_the_number_of_steps(kind):
    sizes = {
        sum(matrix.size for matrix in matrices(kind, steps, (5, 7, 2)))
        for steps in range(1, MOST_STEPS + 1)
    }
    assert len(sizes) == 1


@pytest.mark.parametrize(("kind", "steps", "folded", "marked"), EVERY_END)
def test_every_end_has_a_title_and_alternative_text_and_fits(kind, steps, folded, marked):
    picture = unrolled(kind, steps, folded=folded, marked=marked)
    assert isinstance(picture, Figure)
    assert picture.alt.startswith(picture.get_suptitle())
    assert kind in picture.alt
    assert_fits(picture)
    assert_no_words_overlap(picture)


@pytest.mark.parametrize(
    ("setting", "title"),
    [
        (dict(kind="many-to-many"), "Unfolded: 6 thick arrows, one matrix Wh"),
        (dict(kind="many-to-one", marked="Wy"), "Unfolded: 1 thick arrow, one matrix Wy"),
        (dict(kind="many-to-one", folded=True), "Folded: one matrix Wh, used 6 times"),
        (
            dict(kind="encoder–decoder", folded=True),
            "Folded: two matrices Wh and W′h, used 6 and 3 times",
        ),
    ],
)
def test_the_title_counts(setting, title):
    assert unrolled(steps=6, **setting).get_suptitle() == title


def test_every_setting_changes_the_alternative_text():
    settings = [
        ("many-to-many", 4, False, "Wh"),
        ("many-to-many", 5, False, "Wh"),
        ("many-to-one", 5, False, "Wh"),
        ("many-to-one", 5, True, "Wh"),
        ("many-to-one", 5, True, "Wx"),
    ]
    texts = [unrolled(kind, t, folded=f, marked=m).alt for kind, t, f, m in settings]
    assert all(one != other for one, other in pairwise(texts))


def test_marking_makes_thick_arrows_of_all_copies_and_of_nothing_else():
    def thick(marked):
        artists = unrolled("many-to-one", 6, marked=marked).artists
        return sum(artist.get_linewidth() > 4 for artist in artists)

    assert [thick(role) for role in ROLES] == [6, 6, 1]
