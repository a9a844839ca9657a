"""find_the_slip: which of the four terms of a formula for δh is wrong?

δh = δa_i W_hiᵀ + δa_f W_hfᵀ + δa_g W_hgᵀ + δa_o W_hoᵀ

Where all columns of Wh are zero but those of one gate, only that gate's term is left, and can be
held against central differences.
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l06_lstm.lstm_step import draw
from rnn_core import lstm
from rnn_core.gradient_check import numerical_gradient, relative_error

GATES = "ifgo"
SMALL = 1.004  # above the relative error of 1e-3 that is allowed, below 1e-2


def formula(slips):
    """A formula for δh whose terms for the gates in `slips` are wrong; "g" is the slide's.

    Those in capitals are wrong by a few thousandths.
    """

    def dh_of(dh_next, dc_next, cache, params):
        _, _, c, i, f, g, o, tanh_c = cache
        c_next = f * c + i * g
        dc_total = dc_next + dh_next * o * (1 - tanh_c**2)
        right = {
            "i": dc_total * g * i * (1 - i),
            "f": dc_total * c * f * (1 - f),
            "g": dc_total * i * (1 - g**2),
            "o": dh_next * tanh_c * o * (1 - o),
        }
        wrong = {
            "i": dc_total * g * f * (1 - f),
            "f": dc_total * c_next * f * (1 - f),
            "g": dc_total * o * (1 - g**2),
            "o": dh_next * tanh_c * o,
        }
        das = [(wrong if gate in slips else right)[gate] for gate in GATES]
        das = [
            da * SMALL if gate.upper() in slips else da for gate, da in zip(GATES, das, strict=True)
        ]
        return np.hstack(das) @ params.Wh.T

    return dh_of


def adapt(answer):
    """Formulas cross to an answer by the letters of their slips."""
    return lambda dh_of, *rest: answer(formula(dh_of), *rest)


def only_gate(params, k):
    """The same parameters, but no state reaches another gate than the k-th."""
    H = len(params.Wh)
    columns = np.arange(4 * H) // H == k
    return params._replace(Wh=params.Wh * columns)


def is_wrong(dh_of, dh_next, dc_next, x, h, c, params, asked_params=None):
    """Does a formula fail the gradient check with these parameters?"""

    def asked(h):
        h_next, c_next, _ = lstm.step(x, h, c, asked_params or params)
        return np.sum(h_next * dh_next) + np.sum(c_next * dc_next)

    *_, cache = lstm.step(x, h, c, params)
    return relative_error(dh_of(dh_next, dc_next, cache, params), numerical_gradient(asked, h)) > (
        1e-3
    )


def reference(dh_of, dh_next, dc_next, x, h, c, params):
    given = dh_of, dh_next, dc_next, x, h, c
    return np.array([is_wrong(*given, only_gate(params, k)) for k in range(4)])


def cases(rng):
    def suspect(slips, N, D, H, size=1.0):
        asked = size * rng.normal(size=(2, N, H))
        return slips, *asked, *draw(rng, N, D, H)

    pairs = rng.permutation(["if", "ig", "io", "fg", "fo", "go"]).tolist()
    # Not the slide's, so that nobody can know it without looking.
    single, small = rng.choice(list("ifo")).item(), rng.choice(list("IFGO")).item()
    one_unit = suspect(pairs[4], 1, 1, 1)
    return [
        Case("values", "a formula with two slips", suspect(pairs[0], 2, 2, 3)),
        Case("values", "a formula with one slip", suspect(single, 2, 4, 2)),
        Case("values", "two slips, where little is asked", suspect(pairs[2], 3, 3, 2, size=1e-4)),
        Case("edge cases", "a slip of four thousandths", suspect(small, 3, 2, 4)),
        Case("edge cases", "the slide's formula", suspect("g", 2, 2, 3)),
        Case("edge cases", "a formula without a slip", suspect("", 2, 3, 2)),
        Case("edge cases", "nothing but slips", suspect("ifgo", 2, 4, 2)),
        Case("edge cases", "one sequence, one input, one unit", one_unit),
    ]


def _gate_by_gate(ask):
    def answer(dh_of, dh_next, dc_next, x, h, c, params):
        given = dh_of, dh_next, dc_next, x, h, c
        return np.array([ask(params, k, *given) for k in range(4)])

    return answer


def _switched(params, columns):
    return params._replace(Wh=params.Wh * columns)


def switches_off_one_gate(params, k, *given):
    columns = np.arange(params.Wh.shape[1]) // len(params.Wh) != k
    return is_wrong(*given, _switched(params, columns))


def blocks_up_to_this_one(params, k, *given):
    columns = np.arange(params.Wh.shape[1]) // len(params.Wh) <= k
    return is_wrong(*given, _switched(params, columns))


def blocks_not_switched_on_again(params, k, *given):
    """One copy of Wh, in which each turn of the loop sets more columns to zero."""
    return False if k else is_wrong(*given, only_gate(params, 0))


def every_fourth_column(params, k, *given):
    columns = np.arange(params.Wh.shape[1]) % 4 == k
    return is_wrong(*given, _switched(params, columns))


def rows_for_columns(params, k, *given):
    """Wh[k H : (k + 1) H] left on: all of Wh, then nothing of it."""
    return is_wrong(*given, _switched(params, k == 0))


def formula_not_switched(params, k, dh_of, dh_next, dc_next, x, h, c):
    return is_wrong(dh_of, dh_next, dc_next, x, h, c, params, only_gate(params, k))


def loss_not_switched(params, k, dh_of, dh_next, dc_next, x, h, c):
    return is_wrong(dh_of, dh_next, dc_next, x, h, c, only_gate(params, k), params)


def _measured(asked, error):
    """A check whose loss or whose measure of the error is another one, with the right block on."""

    def ask(params, k, dh_of, dh_next, dc_next, x, h, c):
        only = only_gate(params, k)
        *_, cache = lstm.step(x, h, c, only)
        told = dh_of(dh_next, dc_next, cache, only)

        def loss(v):
            return asked(v, dh_next, dc_next, x, h, c, only)

        return error(told, loss, h, c)

    return _gate_by_gate(ask)


def _asked(h, dh_next, dc_next, x, _, c, only):
    h_next, c_next, _ = lstm.step(x, h, c, only)
    return np.sum(h_next * dh_next) + np.sum(c_next * dc_next)


def _of_the_state_alone(h, dh_next, dc_next, x, _, c, only):
    """The loss of the check sees h' alone; the formula is asked about c' too."""
    return np.sum(lstm.step(x, h, c, only)[0] * dh_next)


def _of_the_cell(c, dh_next, dc_next, x, h, _, only):
    return _asked(h, dh_next, dc_next, x, h, c, only)


def _relative(told, loss, h, c):
    return relative_error(told, numerical_gradient(loss, h)) > 1e-3


def _by_the_cell(told, loss, h, c):
    """Central differences by c, held against a formula for δh."""
    return relative_error(told, numerical_gradient(loss, c)) > 1e-3


def _not_at_all(told, loss, h, c):
    return np.any(told != numerical_gradient(loss, h))


def _absolute(told, loss, h, c):
    return np.max(np.abs(told - numerical_gradient(loss, h))) > 1e-3


def _loose(told, loss, h, c):
    return relative_error(told, numerical_gradient(loss, h)) > 1e-2


def nothing_called_wrong(*args):
    return np.zeros(4, bool)


def all_terms_judged_at_once(dh_of, dh_next, dc_next, x, h, c, params):
    return np.full(4, is_wrong(dh_of, dh_next, dc_next, x, h, c, params))


def read_off_the_slide(*args):
    return np.array([False, False, True, False])


def right_ones_marked(*args):
    return ~reference(*args)


def only_the_first_slip(*args):
    found = reference(*args)
    return found & (np.cumsum(found) == 1)


def other_order(*args):
    i, f, g, o = reference(*args)
    return np.array([i, f, o, g])


def another_order(*args):
    i, f, g, o = reference(*args)
    return np.array([f, i, g, o])


def switching(dh_of, dh_next, dc_next, x, h, c, params):
    H = h.shape[1]
    wrong = []
    for k in range(4):
        Wh = np.zeros_like(params.Wh)
        Wh[:, k * H : (k + 1) * H] = params.Wh[:, k * H : (k + 1) * H]
        only = params._replace(Wh=Wh)

        def asked(h, only=only):
            h_next, c_next, _ = lstm.step(x, h, c, only)
            return (h_next * dh_next + c_next * dc_next).sum()

        formula = dh_of(dh_next, dc_next, lstm.step(x, h, c, only)[2], only)
        wrong.append(relative_error(formula, numerical_gradient(asked, h)) > 1e-3)
    return wrong


def masks_in_a_row(dh_of, dh_next, dc_next, x, h, c, params):
    masks = np.repeat(np.eye(4), len(params.Wh), axis=1)
    networks = [params._replace(Wh=params.Wh * mask) for mask in masks]

    def loss(h, network):
        h_next, c_next, _ = lstm.step(x, h, c, network)
        return np.vdot(h_next, dh_next) + np.vdot(c_next, dc_next)

    right = [numerical_gradient(lambda h, n=n: loss(h, n), h, 1e-4) for n in networks]
    told = [dh_of(dh_next, dc_next, lstm.step(x, h, c, n)[2], n) for n in networks]
    return [float(relative_error(*pair) > 1e-3) for pair in zip(told, right, strict=True)]


def with_differences_of_ones_own(dh_of, dh_next, dc_next, x, h, c, params):
    a = x @ params.Wx + params.b

    def loss(h, Wh):
        i, f, g, o = np.split(a + h @ Wh, 4, axis=1)
        i, f, g, o = 1 / (1 + np.exp(-i)), 1 / (1 + np.exp(-f)), np.tanh(g), 1 / (1 + np.exp(-o))
        c_next = f * c + i * g
        tanh_c = np.tanh(c_next)
        cache = x, h, c, i, f, g, o, tanh_c
        return np.sum(dh_next * o * tanh_c + dc_next * c_next), cache

    found = np.zeros(4, dtype=int)
    for k, block in enumerate(np.split(params.Wh, 4, axis=1)):
        blocks = [block if j == k else 0 * block for j in range(4)]
        Wh = np.hstack(blocks)
        slopes = np.zeros(h.shape)
        for n, j in np.ndindex(h.shape):
            move = np.zeros(h.shape)
            move[n, j] = 1e-5
            slopes[n, j] = (loss(h + move, Wh)[0] - loss(h - move, Wh)[0]) / 2e-5
        formula = dh_of(dh_next, dc_next, loss(h, Wh)[1], params._replace(Wh=Wh))
        found[k] = np.abs(formula - slopes).max() > 1e-3 * np.abs(slopes).max()
    return found


EVERYTHING_WRONG = "every term called wrong"

EXERCISE = Exercise(
    points={"values": 3, "edge cases": 1},
    returns={"slips": ("K",)},
    reference=reference,
    cases=cases,
    adapt=adapt,
    allowed=(lstm.step, numerical_gradient, relative_error),
    misconceptions=(
        Misconception(
            "every term called wrong",
            "Your check fails a right formula, too. Formula, cache and differences have to speak "
            "of the same step, with the same gates on, and the loss has to ask for both h' and "
            "c', as a function of h.",
            _gate_by_gate(formula_not_switched),
            group=EVERYTHING_WRONG,
        ),
        Misconception(
            "differences taken with all gates on",
            "Formula and differences have to speak of the same step, cache included.",
            _gate_by_gate(loss_not_switched),
            group=EVERYTHING_WRONG,
        ),
        Misconception(
            "differences taken by the cell",
            "The formula is one for the gradient of the state.",
            _measured(_of_the_cell, _by_the_cell),
            group=EVERYTHING_WRONG,
        ),
        Misconception(
            "no error allowed",
            "The instrument has an error of its own: what counts as equal?",
            _measured(_asked, _not_at_all),
            group=EVERYTHING_WRONG,
        ),
        Misconception(
            "one gate switched off instead of left on",
            "With three terms left in the sum, which of them is to blame?",
            _gate_by_gate(switches_off_one_gate),
        ),
        Misconception(
            "every fourth column left on",
            "The columns of one gate lie side by side.",
            _gate_by_gate(every_fourth_column),
        ),
        Misconception(
            "rows left on in place of columns",
            "Wh is (H, 4H): along which axis do its blocks lie?",
            _gate_by_gate(rows_for_columns),
        ),
        Misconception(
            "the new cell not asked as `dc_next` asks it",
            "The formula is told `dc_next`: a loss that it fits asks the new cell for just that.",
            _measured(_of_the_state_alone, _relative),
        ),
        Misconception(
            "absolute difference in place of the relative error",
            "How large is a difference of 0.001 next to a gradient of 0.0001, or of 1,000?",
            _measured(_asked, _absolute),
        ),
        Misconception(
            "too large an error allowed",
            "A slip may be small: from which error on does the docstring call a term wrong?",
            _measured(_asked, _loose),
        ),
        Misconception(
            "nothing called wrong",
            "Your check lets wrong formulas pass, too: is anything left on in it, and how large an "
            "error does it allow?",
            nothing_called_wrong,
        ),
        Misconception(
            "blocks not switched on again",
            "What is set to zero for one block is still zero when it is the next one's turn.",
            _gate_by_gate(blocks_not_switched_on_again),
        ),
        Misconception(
            "the blocks before it left on, too",
            "Only one block may be left on: which columns does your slice take at its second turn?",
            _gate_by_gate(blocks_up_to_this_one),
        ),
        Misconception(
            "all terms judged at once",
            "That the sum is wrong, you knew: what could make one term stand alone?",
            all_terms_judged_at_once,
        ),
        Misconception(
            "the slide's slip whatever the formula",
            "This is the same for every formula: it has to be measured, not read off the slide.",
            read_off_the_slide,
        ),
        Misconception("the right ones marked", "True stands for a slip.", right_ones_marked),
        Misconception(
            "only the first slip",
            "A formula may have more than one slip.",
            only_the_first_slip,
        ),
        Misconception(
            "gates reported in the order i, f, o, g",
            "Compare the order of your answer with that of the columns of `Wh`.",
            other_order,
        ),
        Misconception(
            "gates reported in the order f, i, g, o",
            "Compare the order of your answer with that of the columns of `Wh`.",
            another_order,
        ),
    ),
    correct=(switching, masks_in_a_row, with_differences_of_ones_own),
)
