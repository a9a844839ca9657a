"""All explorers: a move changes the picture and what is said of it, and nothing else moves."""

import re
from itertools import product

import numpy as np
import pytest

from rnn_core.plots.eigenvalues import HEIGHT, PLANE, WIDTH
from rnn_core.plots.unrolling import KINDS
from rnn_core.widgets import (
    EXPLORERS,
    activation_explorer,
    eigenvalue_explorer,
    gradient_contributions,
    unroll_explorer,
)
from rnn_core.widgets.contributions import Network
from rnn_core.widgets.live import front_end_is_live


@pytest.fixture(params=EXPLORERS, ids=lambda make: make.__name__)
def explorer(request):
    return request.param()


def attribute(explorer, name):
    return re.search(rf' {name}="([^"]*)"', explorer.image.value).group(1)


def other_values(control):
    if hasattr(control, "options"):
        return [value for value in dict_values(control) if value != control.value]
    return [value for value in (control.min, control.max) if value != control.value]


def dict_values(control):
    return [item[1] if isinstance(item, tuple) else item for item in control.options]


def test_every_control_changes_picture_and_alternative_text(explorer):
    for name, control in explorer.controls.items():
        for value in other_values(control):
            before = [attribute(explorer, part) for part in ("src", "alt", "width", "height")]
            start, control.value = control.value, value
            after = [attribute(explorer, part) for part in ("src", "alt", "width", "height")]
            assert before[0] != after[0], (name, value)
            assert before[1] != after[1], (name, value)
            assert before[2:] == after[2:], "the page would jump"
            control.value = start


def test_the_picture_changes_in_place(explorer):
    image = explorer.image
    assert 'decoding="sync"' in image.value
    next(iter(explorer.controls.values())).value = other_values(
        next(iter(explorer.controls.values()))
    )[0]
    assert explorer.image is image
    assert explorer.box.children[-1] is image


def test_a_front_end_gets_the_widget_and_a_picture_for_when_the_kernel_is_gone(
    explorer, a_front_end, shown
):
    explorer._ipython_display_()
    widget, still = shown
    assert widget is explorer.box
    assert still["text/plain"] == explorer.picture().alt
    assert f'id="{explorer.still}"' in still["text/html"]
    assert f":has(#{explorer.still})" in explorer.image.value


def test_without_a_front_end_there_is_a_picture_alone(explorer, shown):
    assert not front_end_is_live()
    explorer._ipython_display_()
    assert [set(bundle) for bundle in shown] == [{"text/html", "image/png", "text/plain"}]


def test_grading_and_building_have_no_front_end(monkeypatch):
    class Shell:
        kernel = True

    monkeypatch.setattr("rnn_core.widgets.live.get_ipython", Shell)
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    assert front_end_is_live()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert not front_end_is_live()


def test_one_step_has_no_number_of_steps_to_choose():
    controls = unroll_explorer().controls
    for kind in KINDS:
        controls["kind"].value = kind
        assert controls["steps"].disabled == (kind == "one-to-one")


def test_contributions_add_up_to_the_gradient_of_the_whole_network():
    network = Network(np.random.default_rng(147))
    for loss_step, scale in product((1, 3, 8), (0.1, 0.7, 2)):
        asked, parts = network.backward(loss_step, scale)
        assert asked.shape == (loss_step, 1, 3)

        def loss(Wh, loss_step=loss_step):
            h = network.h0
            for x in network.x[:loss_step]:
                h = np.tanh(x @ network.Wx + h @ Wh)
            return np.sum((h @ network.Wy - network.y[loss_step - 1]) ** 2) / 2

        Wh, eps = scale * network.Wh, 1e-6
        for entry, slope in np.ndenumerate(parts.sum(axis=0)):
            move = np.zeros_like(Wh)
            move[entry] = eps
            found = (loss(Wh + move) - loss(Wh - move)) / (2 * eps)
            assert found == pytest.approx(slope, rel=1e-5, abs=1e-9)


def test_what_lesson_02_says_of_the_network():
    def last_uses(scale, count):
        explorer = gradient_contributions(visited=2 + count, scale=scale)
        return int(re.search(r"(\d+) % of", explorer.picture().get_suptitle()).group(1))

    assert last_uses(0.3, 2) > 90
    assert last_uses(1.0, 6) < 90 < last_uses(1.0, 7)
    assert last_uses(2.0, 2) > 90


def test_the_walk_ends_where_the_sequence_begins():
    controls = gradient_contributions().controls
    assert controls["visited"].value == controls["visited"].max == 10
    controls["loss_step"].value = 3
    assert controls["visited"].value == controls["visited"].max == 5
    controls["visited"].value = 2
    controls["loss_step"].value = 8
    assert (controls["visited"].value, controls["visited"].max) == (2, 10)


def at(value):
    """Where a number lies on the picture, as shares of its width and height."""
    (left, low), (width, height), limit = PLANE
    across = (left + (value.real + limit) / (2 * limit) * width) / WIDTH
    return across, 1 - (low + (value.imag + limit) / (2 * limit) * height) / HEIGHT


def drag(explorer, number, start, end):
    explorer.pointer.value = " ".join(map(str, (number, *at(start), *at(end))))
    return [explorer.controls[name].value for name in ("size_1", "angle_1", "size_2", "angle_2")]


def test_an_eigenvalue_is_dragged():
    explorer = eigenvalue_explorer(0.9, 90, 0.5, 0)
    assert drag(explorer, 1, 0.88j, 1 + 0j) == [1, 0, 0.5, 0]
    assert drag(explorer, 1, 0.88j, -1 - 1j) == [1.2, 135, 0.5, 0], "one drag keeps its hold"
    assert drag(explorer, 2, 0.5 + 0j, -0.3 + 0j) == [1.2, 135, 0.3, 180]
    assert "angle 135°" in attribute(explorer, "alt")
    assert drag(explorer, 3, 0.5 + 1j, 0j) == [1.2, 135, 0.3, 180], "nothing was near"
    explorer.pointer.value = "nonsense"


def test_a_drag_draws_once(monkeypatch):
    explorer = eigenvalue_explorer(0.9, 90, 0.5, 0)
    drawn = []
    monkeypatch.setattr(
        explorer, "picture", lambda: drawn.append(1) or explorer.draw(1, 1, 1, 1, 1, 1)
    )
    drag(explorer, 1, 0.9j, 1 + 0.5j)
    assert len(drawn) == 1


def test_only_the_picture_that_can_be_dragged_listens():
    assert "onpointerdown" in eigenvalue_explorer().image.value
    assert "onpointerdown" not in activation_explorer().image.value


def test_steps_can_be_played():
    explorer = eigenvalue_explorer(step=7)
    assert (explorer.play.value, explorer.play.max) == (7, explorer.controls["step"].max)
    explorer.controls["step"].value = 9
    assert "Ring, step 9:" in attribute(explorer, "alt")


def test_an_unknown_activation_is_told_the_known_ones():
    with pytest.raises(ValueError, match="needs to be one of 'tanh', 'sigmoid', 'ReLU', 'none'"):
        activation_explorer(activation="relu")
