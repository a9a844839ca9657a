"""What a student sees of check(): points, sentences, pictures."""

from importlib import import_module

import numpy as np
import pytest

from autograder import check, outcome, yours_or_ours
from autograder.check import verdict
from autograder.exercises import ids, load
from autograder.report import Report
from autograder.trial import Trial
from rnn_core import rnn

check_module = import_module("autograder.check")  # the package shows the function of that name


def right(x, h, params):
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b)


def report(id, answer, seed=1) -> Report:
    return check(id, answer, seed)


def test_right_answer_gets_all_points_and_its_text_is_their_number():
    found = report("rnn_step", right)
    assert found.full
    assert float(repr(found)) == load("rnn_step").total
    assert found.failing is None
    assert found.text.splitlines()[0] == "rnn_step: right, 4 of 4 points"


def test_untouched_stub_is_called_that_and_gets_nothing():
    def stub(x, h, params):
        raise NotImplementedError("Write rnn_step here.")

    found = report("rnn_step", stub)
    assert repr(found) == "0"
    assert "still to be done" in found.text
    assert "Write rnn_step here." in found.text


def test_named_mistake_comes_first_with_its_hint():
    def no_bias(x, h, params):
        return np.tanh(x @ params.Wx + h @ params.Wh)

    lines = report("rnn_step", no_bias).text.splitlines()
    assert lines[1].startswith("  This looks like: bias missing.")


def test_error_names_the_line_and_the_shapes():
    def transposed(x, h, params):
        return np.tanh(x @ params.Wx.T)

    text = report("rnn_step", transposed).text
    assert "return np.tanh(x @ params.Wx.T)" in text
    assert "x (3, 4)" in text and "params.Wx (4, 5)" in text
    assert text.count("matmul") <= 4  # not once for every call


def test_wrong_shape_says_which_is_needed_and_what_the_axes_are():
    text = report("rnn_step", lambda x, h, params: right(x, h, params).T).text
    assert "`h_next` has shape (5, 3); it needs (3, 5) = (N, H) (it is the other way round)" in text


def test_forgotten_return_is_said():
    def no_return(x, h, params):
        right(x, h, params)

    assert "is a `return` missing?" in report("rnn_step", no_return).text


def test_changing_an_argument_in_place_costs_points_and_is_named():
    def greedy(x, h, params):
        h @= params.Wh
        h += x @ params.Wx + params.b
        return np.tanh(h)

    found = report("rnn_step", greedy)
    assert 0 < found.points < 4
    assert "argument changed in place" in found.text and "`h`" in found.text


def test_endless_loop_ends_and_is_called_that(monkeypatch):
    monkeypatch.setattr(outcome, "SECONDS_PER_CALL", 0.2)

    def endless(x, h, params):
        while True:
            try:
                np.tanh(x)
            except Exception:
                pass

    text = report("rnn_step", endless).text
    assert "does not come to an end" in text


@pytest.mark.parametrize(
    "answer",
    [rnn.step, lambda x, h, params: rnn.step(x, h, params)[0], load("rnn_step").correct[0]],
    ids=["the function itself", "inside another", "a registered answer"],
)
def test_calling_the_courses_own_solution_gets_nothing(answer):
    found = report("rnn_step", answer)
    assert found.points == 0
    assert "the course's own" in found.text


def test_activations_of_rnn_core_may_be_used():
    from rnn_core.activations import TANH

    assert report("rnn_step", lambda x, h, p: TANH.apply(x @ p.Wx + h @ p.Wh + p.b)).full


def test_printing_and_warning_cost_nothing(capsys):
    def noisy(x, h, params):
        import sys
        import warnings

        print("state", h.shape)
        print("careful", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return right(x, h, params)

    assert report("rnn_step", noisy).full
    assert capsys.readouterr() == ("", "")


def test_outputs_may_come_in_one_array():
    def in_one_array(x, h0, y, Wx, Wh, Wy):
        return np.array(load("three_step_gradient").correct[0](x, h0, y, Wx, Wh, Wy))

    trial = Trial(load("three_step_gradient"), 1)
    assert verdict(trial, in_one_array, trusted=True).status == "right"


def test_failing_call_can_be_made_again():
    def no_bias(x, h, params):
        return np.tanh(x @ params.Wx + h @ params.Wh)

    found = report("rnn_step", no_bias)
    x, h, params = found.failing
    assert not np.allclose(no_bias(x, h, params), right(x, h, params))
    assert 'x, h, params = check("rnn_step", rnn_step).failing' in found.text


def test_same_seed_draws_the_same_inputs():
    def wrong(x, h, params):
        return x[:, :1] + h

    first, again, other = (report("rnn_step", wrong, seed).failing[0] for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize("answer", [None, 3.0, np.ones(3), "text"])
def test_what_is_not_a_function_is_told_so(answer):
    found = report("rnn_step", answer)
    assert found.points == 0
    assert "it needs your function rnn_step itself" in found.text


def test_unknown_id_suggests_the_nearest():
    with pytest.raises(ValueError, match=r"no exercise 'rnn_stp'; did you mean 'rnn_step'"):
        check("rnn_stp", right)


def test_html_holds_the_report_and_a_described_picture_but_no_right_answer():
    def off_at_the_end(x, h0, params):
        h = rnn.forward(x, h0, params)[0].copy()
        h[-1] += 0.1
        return h

    found = Report(
        load("rnn_forward"), verdict(Trial(load("rnn_forward"), 1), off_at_the_end, trusted=True), 1
    )
    data, metadata = found._repr_mimebundle_()
    assert data["text/plain"] == repr(found)
    assert 'role="img"' in data["text/html"] and "cells of h are wrong" in data["text/html"]
    assert metadata["autograder"]["points"] == found.points
    case = load("rnn_forward").cases(np.random.default_rng(1))[0]
    for number in load("rnn_forward").reference(*case.args).ravel():
        assert f"{number:.4f}"[1:] not in data["text/html"]


def test_validate_button_is_told_by_an_error(monkeypatch):
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(AssertionError, match="bias missing"):
        check("rnn_step", lambda x, h, params: np.tanh(x @ params.Wx + h @ params.Wh))
    assert check("rnn_step", right).full


def test_course_runs_with_its_own_until_yours_passes(capsys):
    def mine(x, h, params):
        return right(x, h, params)

    assert yours_or_ours("rnn_step", mine) is load("rnn_step").reference
    assert "course's rnn_step" in capsys.readouterr().out
    check("rnn_step", mine)
    assert yours_or_ours("rnn_step", mine).__wrapped__ is mine


def test_lesson_goes_on_with_the_form_it_asked_for_whatever_form_the_answer_has():
    def lists(x, h0, params):
        return list(rnn.forward(x, h0, params)[0])

    def nested(dh, cache, params):
        return rnn.backward(dh, cache, params)

    check_module._passed.update(rnn_forward=lists, rnn_backward=nested)
    params = rnn.initial_params(np.random.default_rng(0), 2, 3)
    x = np.ones((4, 1, 2))
    h = yours_or_ours("rnn_forward", lists)(x, np.zeros((1, 3)), params)
    assert h.shape == (4, 1, 3)
    _, cache = rnn.forward(x, np.zeros((1, 3)), params)
    assert len(yours_or_ours("rnn_backward", nested)(h, cache, params)) == 5


def test_unfinished_function_that_an_answer_calls_is_named():
    def rnn_step(x, h, params):
        raise NotImplementedError("Write rnn_step here.")

    def forward(x, h0, params):
        return [rnn_step(x_t, h0, params) for x_t in x]

    assert (
        "`rnn_step`, which it calls, is still to be written" in report("rnn_forward", forward).text
    )


def test_wrong_function_that_an_answer_calls_is_where_to_look_first():
    check_module._passed.pop("rnn_step", None)
    space = {"np": np}
    exec(WRONG_STEP, space)
    text = report("rnn_forward", space["rnn_forward"]).text
    assert "It calls your `rnn_step`, which is not right itself: start there." in text


def test_function_that_was_right_and_is_changed_has_to_pass_again():
    space = {"np": np}
    exec(WRONG_STEP, space)
    wrong = space["rnn_step"]
    check("rnn_step", right)
    space["rnn_step"] = right
    forgetful = report("rnn_forward", lambda x, h0, params: space["rnn_forward"](x, h0, params))
    assert forgetful.full
    space["rnn_step"] = wrong
    assert "It calls your `rnn_step`" in report("rnn_forward", space["rnn_forward"]).text


def test_right_function_that_was_never_checked_is_not_where_to_look():
    check_module._passed.pop("rnn_step", None)
    space = {"np": np}
    exec(WRONG_STEP.replace("0.9 * ", "").replace("states[1:]", "states[:-1]"), space)
    found = report("rnn_forward", space["rnn_forward"])
    assert not found.full and "It calls your" not in found.text


def test_the_courses_function_is_not_taken_for_the_learners_own_of_that_name():
    space = {"np": np, "ours": type("ours", (), {"rnn_step": right})}
    exec(WRONG_STEP.replace("rnn_step(x_t", "ours.rnn_step(x_t").replace("[1:]", "[:-1]"), space)
    found = report("rnn_forward", space["rnn_forward"])
    assert not found.full and "It calls your" not in found.text


WRONG_STEP = """
def rnn_step(x, h, params):
    return 0.9 * np.tanh(x @ params.Wx + h @ params.Wh + params.b)

def rnn_forward(x, h0, params):
    states = [h0]
    for x_t in x:
        states.append(rnn_step(x_t, states[-1], params))
    return states[1:]
"""


def test_registry_knows_each_lesson():
    assert "rnn_step" in ids("01_unrolling")
    assert load("rnn_step").lesson == "01_unrolling"


def test_number_may_come_in_an_array_of_one():
    assert check(
        "count_parameters", lambda T, D, H, V: np.array([[D * H + H * H + H + H * V + V]])
    ).full


def test_failing_call_of_an_exercise_that_takes_a_function_holds_the_function():
    f, w, _ = check("gradient_check", lambda f, w, eps: w).failing
    assert np.isfinite(f(w))


def test_texts_in_place_of_numbers_are_told():
    text = report("rnn_step", lambda x, h, params: [["a"] * 5] * 3).text
    assert "`h_next` holds text; it needs numbers" in text


def test_complex_answer_is_told_so():
    found = report("rnn_step", lambda x, h, params: right(x, h, params) + 0j)
    assert found.points == 0
    assert "`h_next` is complex, and must be real" in found.text


def test_error_in_an_edge_case_is_told():
    def only_many(x, h, params):
        if len(x) == 1:
            raise ZeroDivisionError("one sequence")
        return right(x, h, params)

    assert "ZeroDivisionError: one sequence" in report("rnn_step", only_many).text


def test_error_in_an_edge_case_names_the_line_too():
    def only_many(x, h, params):
        _first, _second, *_ = x
        return right(x, h, params)

    text = report("rnn_step", only_many).text
    assert "in the line  `_first, _second, *_ = x`" in text


def test_edge_cases_that_are_not_shown_decide_nothing():
    def stops_for_one(x, h, params):
        if len(x) == 1:
            raise ZeroDivisionError
        return h

    def stops_for_many(x, h, params):
        if len(x) > 1:
            raise ZeroDivisionError
        return h

    assert "rnn_step: not yet right" in report("rnn_step", stops_for_one).text
    assert "rnn_step: stops with an error" in report("rnn_step", stops_for_many).text


def test_wrong_shape_is_told_once():
    text = report("rnn_step", lambda x, h, params: right(x, h, params)[:, 1:]).text
    assert text.count("it needs (3, 5)") == 1
    assert "`h_next` not compared, see above" in text


def test_nan_and_infinity_are_told_apart_and_counted():
    def holes(x, h, params):
        h_next = right(x, h, params).copy()
        h_next[0, :2] = np.nan
        return h_next

    found = report("rnn_step", holes).text
    assert "`h_next` is NaN in 2 of 15 entries" in found


def test_picture_of_matrices_shows_the_first_that_is_wrong():
    def rows_weighted(h_next, Wh):
        J = Wh * (1 - h_next**2)[:, None, :]
        J[1:] = Wh * (1 - h_next[1:] ** 2)[:, :, None]
        return J

    found = report("step_jacobian", rows_weighted)._html()
    assert "columns: hidden unit, rows: hidden unit; sequence 1" in found
