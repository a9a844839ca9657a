"""Lessons from course/, opened, run, answered and moved in JupyterLab."""

from pathlib import Path
from typing import NamedTuple

import pytest

from autograder.build import lesson_names
from autograder.exercises import load

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


class Lesson(NamedTuple):
    name: str
    exercise: str
    right: str
    wrong: str
    mistake: str  # what the report calls the wrong answer


LESSONS = [
    Lesson(
        "00_start_here",
        "running_sum",
        right="""
def running_sum(x):
    return np.add.accumulate(x)
""",
        wrong="""
def running_sum(x):
    return np.cumsum(x, axis=1)
""",
        mistake="summed across the sequences",
    ),
    Lesson(
        "01_unrolling",
        "rnn_step",
        right="""
def rnn_step(x, h, params):
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b)
""",
        wrong="""
def rnn_step(x, h, params):
    return np.tanh(x @ params.Wx + params.b)
""",
        mistake="previous state ignored",
    ),
    Lesson(
        "02_bptt",
        "rnn_step_backward",
        right="""
def rnn_step_backward(dh_next, cache, params):
    x, h, h_next = cache
    da = dh_next * (1 - h_next**2)
    return da @ params.Wx.T, da @ params.Wh.T, x.T @ da, h.T @ da, da.sum(axis=0)
""",
        wrong="""
def rnn_step_backward(dh_next, cache, params):
    x, h, h_next = cache
    da = dh_next * (1 - h_next**2)
    return da @ params.Wx.T, da @ params.Wh, x.T @ da, h.T @ da, da.sum(axis=0)
""",
        mistake="Wh not transposed",
    ),
    Lesson(
        "03_stability",
        "spectral_radius",
        right="""
def spectral_radius(W):
    return max(abs(np.linalg.eigvals(W)))
""",
        wrong="""
def spectral_radius(W):
    return max(np.linalg.eigvals(W).real)
""",
        mistake="largest real part",
    ),
    Lesson(
        "04_vanishing_gradients",
        "step_jacobian",
        right="""
def step_jacobian(h_next, Wh):
    return np.stack([Wh @ np.diag(1 - h**2) for h in h_next])
""",
        wrong="""
def step_jacobian(h_next, Wh):
    return np.stack([np.diag(1 - h**2) @ Wh for h in h_next])
""",
        mistake="slope on the rows",
    ),
    Lesson(
        "05_without_gates",
        "leaky_step",
        right="""
def leaky_step(x, h, params, alpha):
    n = np.tanh(x @ params.Wx + h @ params.Wh + params.b)
    return h + (1 - alpha) * (n - h)
""",
        wrong="""
def leaky_step(x, h, params, alpha):
    n = np.tanh(x @ params.Wx + h @ params.Wh + params.b)
    return alpha * n + (1 - alpha) * h
""",
        mistake="kept and new exchanged",
    ),
    Lesson(
        "06_lstm",
        "lstm_step_backward",
        right="""
def lstm_step_backward(dh_next, dc_next, cache, params):
    x, h, c, i, f, g, o, tanh_c = cache
    dc_all = dc_next + dh_next * o * (1 - tanh_c**2)
    di, df, dg, do = dc_all * g, dc_all * c, dc_all * i, dh_next * tanh_c
    da = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
    return da @ params.Wx.T, da @ params.Wh.T, dc_all * f, x.T @ da, h.T @ da, da.sum(axis=0)
""",
        wrong="""
def lstm_step_backward(dh_next, dc_next, cache, params):
    x, h, c, i, f, g, o, tanh_c = cache
    dc_all = dc_next + dh_next * o * (1 - tanh_c**2)
    di, df, dg, do = dc_all * g, dc_all * (f * c + i * g), dc_all * i, dh_next * tanh_c
    da = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
    return da @ params.Wx.T, da @ params.Wh.T, dc_all * f, x.T @ da, h.T @ da, da.sum(axis=0)
""",
        mistake="c' used for c at the forget gate",
    ),
    Lesson(
        "07_gru",
        "gru_step",
        right="""
def gru_step(x, h, params):
    x_r, x_z, x_n = np.split(x @ params.Wx + params.bx, 3, axis=1)
    h_r, h_z, h_n = np.split(h @ params.Wh + params.bh, 3, axis=1)
    z = sigmoid(x_z + h_z)
    return (1 - z) * np.tanh(x_n + sigmoid(x_r + h_r) * h_n) + z * h
""",
        wrong="""
def gru_step(x, h, params):
    x_r, x_z, x_n = np.split(x @ params.Wx + params.bx, 3, axis=1)
    h_r, h_z, h_n = np.split(h @ params.Wh + params.bh, 3, axis=1)
    z = sigmoid(x_z + h_z)
    return z * np.tanh(x_n + sigmoid(x_r + h_r) * h_n) + (1 - z) * h
""",
        mistake="update gate the wrong way round",
    ),
]


def test_every_lesson_is_here():
    assert [lesson.name for lesson in LESSONS] == lesson_names(Path(__file__).parents[2])


@pytest.fixture(params=LESSONS, ids=lambda lesson: lesson.name, scope="module")
def lesson(request):
    return request.param


@pytest.fixture(scope="module")
def released(open_lesson, lesson):
    """The notebook as it was released; what it shows is asked for before it runs."""
    lab = open_lesson(lesson.name)
    widgets = [cell["id"] for cell in lab.code_cells() if "widget" in cell["tags"]]
    return lab, {id: lab.picture(id) for id in widgets}


@pytest.fixture(scope="module")
def lab(released):
    released[0].run_all()
    return released[0]


def test_a_widget_shows_a_still_picture_before_anything_has_run(released):
    assert released[1]
    for src, alt in released[1].values():
        assert src.startswith("data:image/png;base64,")
        assert len(alt) > 40


def test_all_cells_of_the_untouched_copy_run_and_earn_nothing(lab):
    reports = {}
    for cell in lab.code_cells():
        assert cell["count"] is not None, cell["source"]
        errors = [out for out in cell["outputs"] if out["output_type"] == "error"]
        assert not errors, f"{cell['source']}\n{errors}"
        for output in cell["outputs"]:
            if "autograder" in output.get("metadata", ()):
                reports[cell["id"]] = output["metadata"]["autograder"]
    assert set(reports) == {cell["id"] for cell in lab.code_cells() if cell["graded"]}
    for id, report in reports.items():
        assert report["id"] == id
        assert report["points"] == 0
        # A question's answer is None; a function's NotImplementedError came.
        assert load(id).is_question or report["status"] == "stub"


def test_every_control_of_a_widget_changes_its_picture(lab, released):
    for id in released[1]:
        controls = lab.controls(id)
        assert len(controls) > 2
        for label, move in controls.items():
            before = lab.picture(id)
            after = lab.picture_after(id, move)
            assert after[0] != before[0], label
            assert after[1] != before[1], label


def test_a_prediction_stands_beside_the_result(lab):
    cells = lab.code_cells()
    choice = next(k for k, cell in enumerate(cells) if "predict(" in cell["source"])
    compare = next(cell["id"] for cell in cells[choice:] if ".compare(" in cell["source"])
    id = cells[choice]["id"]
    lab.run(id)
    prompt = lab.cell(id).locator(".jp-OutputArea")
    if prompt.locator("button").count():
        guess = prompt.locator("button").last.inner_text()
        prompt.locator("button").last.click()
    else:
        guess = "123"
        prompt.locator("input").fill(guess)
    assert guess.replace(" ", "") in lab.run(compare).replace(" ", "")


def test_a_wrong_answer_is_told_its_mistake(lab, lesson):
    lab.write(f"answer-{lesson.exercise}", lesson.wrong)
    lab.run(f"answer-{lesson.exercise}")
    assert f"This looks like: {lesson.mistake}" in lab.run(lesson.exercise)


def test_a_right_answer_gets_full_marks(lab, lesson):
    lab.write(f"answer-{lesson.exercise}", lesson.right)
    lab.run(f"answer-{lesson.exercise}")
    assert f"{lesson.exercise}: right" in lab.run(lesson.exercise)


def test_a_notebook_opened_again_still_shows_its_widgets_pictures(lab, released):
    lab.reopen()
    for id in released[1]:
        assert lab.picture(id)[0].startswith("data:image/png;base64,")
        text = lab.cell(id).locator(".jp-OutputArea").inner_text()
        assert "Run this cell to get its controls." in text
        assert "Error" not in text
