"""peephole_step_backward: one step of the LSTM with peepholes, backwards.

δo  = δh' ⊙ tanh(c')      δa_o = δo ⊙ o(1 − o)
δc' = δc' + δh' ⊙ o ⊙ (1 − tanh²(c')) + δa_o ⊙ p_o
δa_i = δc' ⊙ g ⊙ i(1 − i)       δa_f = δc' ⊙ c ⊙ f(1 − f)       δa_g = δc' ⊙ i ⊙ (1 − g²)
δc  = δc' ⊙ f + δa_i ⊙ p_i + δa_f ⊙ p_f
δp_i = Σ_n δa_i ⊙ c       δp_f = Σ_n δa_f ⊙ c       δp_o = Σ_n δa_o ⊙ c'
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l06_lstm._derivation import LINES, RESULTS, work_out
from autograder.exercises.l06_lstm._in_a_step import columns
from autograder.exercises.l06_lstm.peephole_step import draw
from rnn_core import peephole_lstm
from rnn_core.gradient_check import numerical_gradient

CACHE = ("x", "h", "c", "i", "f", "g", "o", "c_next", "tanh_c")


def reference(dh_next, dc_next, cache, params):
    dx, dh, dc, dparams = peephole_lstm.step_backward(dh_next, dc_next, cache, params)
    return dx, dh, dc, *dparams


def numerical(dh_next, dc_next, *arguments):
    """The gradients of Σ δh' ⊙ h' + Σ δc' ⊙ c' by x, h, c and each parameter."""

    def asked(k, w):
        x, h, c, *weights = (*arguments[:k], w, *arguments[k + 1 :])
        h_next, c_next, _ = peephole_lstm.step(x, h, c, peephole_lstm.Params(*weights))
        return np.sum(dh_next * h_next) + np.sum(dc_next * c_next)

    return tuple(
        numerical_gradient(lambda w, k=k: asked(k, w), array) for k, array in enumerate(arguments)
    )


def cases(rng):
    def backwards(x, h, c, params):
        asked = rng.normal(size=(2, *h.shape)).astype(h.dtype)
        return *asked, peephole_lstm.step(x, h, c, params)[2], params

    x, h, c, params = draw(rng, 3, 2, 4)
    dh_next, dc_next, cache, _ = against = backwards(x, h, c, params)
    strided = np.asfortranarray(np.repeat(dc_next, 2, axis=1))[:, ::2]
    closed = params._replace(p=0 * params.p)
    return [
        Case("values", "three sequences", backwards(*draw(rng, 3, 2, 4))),
        Case("values", "more inputs than units", backwards(*draw(rng, 4, 5, 2))),
        Case(
            "gradient",
            "against central differences",
            against,
            expected=numerical(dh_next, dc_next, x, h, c, *params),
        ),
        Case("edge cases", "peepholes that are closed", backwards(x, h, c, closed)),
        Case("edge cases", "one sequence, one input, one unit", backwards(*draw(rng, 1, 1, 1))),
        Case("edge cases", "float32", backwards(*draw(rng, 2, 3, 4, np.float32))),
        Case("edge cases", "a view that is not contiguous", (dh_next, strided, cache, params)),
    ]


def _summed(product):
    return product.sum(axis=0)


WITH_PEEPHOLES = {
    "do": LINES["do"],
    "da_o": LINES["da_o"],
    "through_h": lambda s: s.dh_next * s.o * (1 - s.tanh_c**2),
    "dc_total": lambda s: s.dc_next + s.through_h + s.da_o * s.p_o,
    **{name: LINES[name] for name in ("di", "df", "dg", "da_i", "da_f", "da_g")},
    "dc": lambda s: s.dc_total * s.f + s.da_i * s.p_i + s.da_f * s.p_f,
    **{name: LINES[name] for name in ("da", "dx", "dh", "dWx", "dWh", "db")},
    "dp_i": lambda s: _summed(s.da_i * s.c),
    "dp_f": lambda s: _summed(s.da_f * s.c),
    "dp_o": lambda s: _summed(s.da_o * s.c_next),
    "dp": lambda s: np.array([s.dp_i, s.dp_f, s.dp_o]),
}


def _spoilt(**wrong):
    """The right derivation but for the lines given."""

    def answer(dh_next, dc_next, cache, params):
        peepholes = dict(zip(("p_i", "p_f", "p_o"), params.p, strict=True))
        given = dict(zip(CACHE, cache, strict=True), **peepholes, params=params)
        s = work_out(WITH_PEEPHOLES | wrong, dh_next=dh_next, dc_next=dc_next, **given)
        return tuple(getattr(s, name) for name in (*RESULTS, "dp"))

    return answer


def before_the_output_gate(s):
    return s.dc_next + s.through_h


def _rows(order):
    return lambda s: np.array([getattr(s, f"dp_{letter}") for letter in order])


def line_by_line(dh_next, dc_next, cache, params):
    x, h, c, i, f, g, o, c_next, tanh_c = cache
    p_i, p_f, p_o = params.p
    da_o = dh_next * tanh_c * o * (1 - o)
    dc_total = dc_next + dh_next * o * (1 - tanh_c**2) + da_o * p_o
    da_i, da_f = dc_total * g * i * (1 - i), dc_total * c * f * (1 - f)
    da = np.hstack([da_i, da_f, dc_total * i * (1 - g**2), da_o])
    dc = dc_total * f + da_i * p_i + da_f * p_f
    dp = np.stack([(da_i * c).sum(0), (da_f * c).sum(0), (da_o * c_next).sum(0)])
    return da @ params.Wx.T, da @ params.Wh.T, dc, x.T @ da, h.T @ da, da.sum(axis=0), dp


def diagonal_matrices(dh_next, dc_next, cache, params):
    """Peepholes as matrices of which only the diagonal is kept."""
    x, h, c, i, f, g, o, c_next, tanh_c = cache
    P = [np.diag(p) for p in params.p]
    da_o = np.einsum("nh,nh,nh->nh", dh_next, tanh_c, o - o * o)
    total = dc_next + dh_next * (o - o * tanh_c**2) + da_o @ P[2].T
    das = [total * g * (i - i * i), total * c * (f - f * f), total * (i - i * g * g), da_o]
    dc = total * f + das[0] @ P[0].T + das[1] @ P[1].T
    da = np.concatenate(das, axis=1)
    dp = [np.diag(seen.T @ a) for seen, a in ((c, das[0]), (c, das[1]), (c_next, da_o))]
    weights = [np.hstack([w.T @ a for a in das]) for w in (x, h)]
    return da @ params.Wx.T, da @ params.Wh.T, dc, *weights, da.sum(axis=0), np.array(dp)


def one_sequence_at_a_time(dh_next, dc_next, cache, params):
    Wx, Wh, _, p = params
    dx, dh, dc = (np.zeros_like(v) for v in cache[:3])
    dWx, dWh, db, dp = (np.zeros(w.shape) for w in params)
    for n in range(len(dx)):
        x, h, c, i, f, g, o, c_next, tanh_c = (kept[n] for kept in cache)
        a_o = dh_next[n] * tanh_c * o * (1 - o)
        total = dc_next[n] + dh_next[n] * o * (1 - tanh_c * tanh_c) + a_o * p[2]
        a_i, a_f, a_g = total * g * i * (1 - i), total * c * f * (1 - f), total * i * (1 - g * g)
        da = np.concatenate([a_i, a_f, a_g, a_o])
        dx[n], dh[n], dc[n] = Wx @ da, Wh @ da, total * f + p[0] * a_i + p[1] * a_f
        dWx, dWh, db = dWx + np.outer(x, da), dWh + np.outer(h, da), db + da
        dp += [a_i * c, a_f * c, a_o * c_next]
    return dx, dh, dc, dWx, dWh, db, dp


EXERCISE = Exercise(
    points={"values": 4, "gradient": 2, "edge cases": 1},
    returns={
        "dx": ("N", "D"),
        "dh": ("N", "H"),
        "dc": ("N", "H"),
        "dWx": ("D", "4H"),
        "dWh": ("H", "4H"),
        "db": ("4H",),
        "dp": ("3", "H"),
    },
    reference=reference,
    cases=cases,
    misconceptions=(
        Misconception(
            "what later steps ask of the cell forgotten",
            "The new cell reaches the loss in three ways; one of them is through later steps.",
            _spoilt(dc_total=lambda s: s.through_h + s.da_o * s.p_o),
        ),
        Misconception(
            "no derivative of tanh at the candidate",
            "One of the four blocks does not pass back through its squashing.",
            _spoilt(da_g=lambda s: s.dg),
        ),
        Misconception(
            "candidate beside the forget gate",
            "In c' = f ⊙ c + i ⊙ g, what stands beside f?",
            _spoilt(df=lambda s: s.dc_total * s.g),
        ),
        Misconception(
            "output gate beside the candidate",
            "In c' = f ⊙ c + i ⊙ g, which gate stands beside the candidate?",
            _spoilt(dg=lambda s: s.dc_total * s.o),
        ),
        Misconception(
            "no derivative of σ at the output gate",
            "A gate's gradient passes back through σ before it reaches weights and peephole.",
            _spoilt(da_o=lambda s: s.do),
        ),
        Misconception(
            "the old cell hears from all three gates",
            "Which cell did the output gate see?",
            _spoilt(
                dc=lambda s: s.dc_total * s.f + s.da_i * s.p_i + s.da_f * s.p_f + s.da_o * s.p_o
            ),
        ),
        Misconception(
            "the new cell does not hear from the output gate",
            "Who sees the new cell in this step? One gate does, too.",
            _spoilt(dc_total=before_the_output_gate),
        ),
        Misconception(
            "the old cell does not hear from the gates",
            "Who sees the old cell in this step? Two gates do, too.",
            _spoilt(dc=lambda s: s.dc_total * s.f),
        ),
        Misconception(
            "the output gate's peephole added too late",
            "Who uses δc'_all in your function before it is complete?",
            _spoilt(
                di=lambda s: before_the_output_gate(s) * s.g,
                df=lambda s: before_the_output_gate(s) * s.c,
                dg=lambda s: before_the_output_gate(s) * s.i,
            ),
        ),
        Misconception(
            "the carousel does not hear from the output gate",
            "All that is asked of the new cell goes back to the old one.",
            _spoilt(dc=lambda s: before_the_output_gate(s) * s.f + s.da_i * s.p_i + s.da_f * s.p_f),
        ),
        Misconception(
            "what comes back through the peepholes added to the state",
            "What did the two gates see through their peepholes: what the unit showed or what it "
            "held?",
            _spoilt(
                dc=lambda s: s.dc_total * s.f,
                dh=lambda s: s.da @ s.params.Wh.T + s.da_i * s.p_i + s.da_f * s.p_f,
            ),
        ),
        Misconception(
            "what comes through the peepholes multiplied with the forget gate",
            "A peephole goes round the forget gate.",
            _spoilt(dc=lambda s: (s.dc_total + s.da_i * s.p_i + s.da_f * s.p_f) * s.f),
        ),
        Misconception(
            "the old cell does not hear from the input gate",
            "Two gates see the old cell; one of them is missing in its gradient.",
            _spoilt(dc=lambda s: s.dc_total * s.f + s.da_f * s.p_f),
        ),
        Misconception(
            "the old cell does not hear from the forget gate",
            "The old cell reaches the new one through the forget gate in two ways.",
            _spoilt(dc=lambda s: s.dc_total * s.f + s.da_i * s.p_i),
        ),
        Misconception(
            "no peephole on the way back",
            "Each peephole that was looked through forwards is a path backwards.",
            _spoilt(
                dc_total=lambda s: s.dc_next + s.through_h,
                dc=lambda s: s.dc_total * s.f,
            ),
        ),
        Misconception(
            "output gate hears of the old cell",
            "The output gate looked at the cell after it had been written.",
            _spoilt(
                dc_total=lambda s: s.dc_next + s.through_h,
                dc=lambda s: s.dc_total * s.f + s.da_i * s.p_i + s.da_f * s.p_f + s.da_o * s.p_o,
            ),
        ),
        Misconception(
            "slope forgotten on the way through the output gate's peephole",
            "A peephole leads into the sum inside σ, so σ lies on the way back.",
            _spoilt(dc_total=lambda s: s.dc_next + s.through_h + s.do * s.p_o),
        ),
        Misconception(
            "slope of tanh(c') forgotten",
            "On the way from h' to the cell lies a squashing.",
            _spoilt(through_h=lambda s: s.dh_next * s.o),
        ),
        Misconception(
            "slopes forgotten on the way through the other peepholes",
            "A peephole leads into the sum inside σ, so σ lies on the way back.",
            _spoilt(dc=lambda s: s.dc_total * s.f + s.di * s.p_i + s.df * s.p_f),
        ),
        Misconception(
            "peepholes of input and forget gate exchanged",
            "Compare the order of the rows of `params.p` with the docstring.",
            _spoilt(dc=lambda s: s.dc_total * s.f + s.da_i * s.p_f + s.da_f * s.p_i),
        ),
        Misconception(
            "old cell beside the output gate's peephole",
            "Which cell did the output gate see?",
            _spoilt(dp_o=lambda s: _summed(s.da_o * s.c)),
        ),
        Misconception(
            "tanh of the cell beside the output gate's peephole",
            "The output gate saw the cell itself.",
            _spoilt(dp_o=lambda s: _summed(s.da_o * s.tanh_c)),
        ),
        Misconception(
            "new cell beside the other peepholes",
            "Which cell did the input and the forget gate see?",
            _spoilt(
                dp_i=lambda s: _summed(s.da_i * s.c_next),
                dp_f=lambda s: _summed(s.da_f * s.c_next),
            ),
        ),
        Misconception(
            "state beside the peepholes",
            "A peephole was multiplied with the cell.",
            _spoilt(
                dp_i=lambda s: _summed(s.da_i * s.h),
                dp_f=lambda s: _summed(s.da_f * s.h),
                dp_o=lambda s: _summed(s.da_o * s.h),
            ),
        ),
        Misconception(
            "slopes forgotten in the peepholes' gradients",
            "A peephole sits inside σ like every other weight of its gate.",
            _spoilt(
                dp_i=lambda s: _summed(s.di * s.c),
                dp_f=lambda s: _summed(s.df * s.c),
                dp_o=lambda s: _summed(s.do * s.c_next),
            ),
        ),
        Misconception(
            "peepholes' gradients like those of a bias",
            "The gradient of a weight holds what the weight was multiplied with.",
            _spoilt(
                dp_i=lambda s: _summed(s.da_i),
                dp_f=lambda s: _summed(s.da_f),
                dp_o=lambda s: _summed(s.da_o),
            ),
        ),
        *(
            Misconception(
                f"rows of dp in the order {', '.join(order)}",
                "Compare the order of your rows with that of `params.p`.",
                _spoilt(dp=_rows(order)),
            )
            for order in ("iof", "fio", "foi", "oif", "ofi")
        ),
        Misconception(
            "peepholes averaged over the batch",
            "If the loss is a mean over sequences, dh_next and dc_next hold that factor already.",
            _spoilt(dp=lambda s: np.array([s.dp_i, s.dp_f, s.dp_o]) / len(s.x)),
        ),
        Misconception(
            "the way through h' forgotten",
            "The new cell reaches the loss in three ways; one of them is through h'.",
            _spoilt(dc_total=lambda s: s.dc_next + s.da_o * s.p_o),
        ),
        Misconception(
            "c' used for c at the forget gate",
            "The forget gate was multiplied with a cell; was it the old one or the new one?",
            _spoilt(df=lambda s: s.dc_total * s.c_next),
        ),
        Misconception(
            "forget gate missing on the way back",
            "Between the old cell and the new one stands a gate, in both directions.",
            _spoilt(dc=lambda s: s.dc_total + s.da_i * s.p_i + s.da_f * s.p_f),
        ),
        Misconception(
            "columns in the order i, f, o, g",
            "Compare the order of your blocks with that of the columns of `Wx`.",
            _spoilt(da=columns("i", "f", "o", "g")),
        ),
        Misconception(
            "state after the step under Wh",
            "Wh multiplied the state that came in, not the one that went out.",
            _spoilt(dWh=lambda s: (s.o * s.tanh_c).T @ s.da),
        ),
        *(
            Misconception(
                f"no derivative of σ at the {gate}",
                "A gate's gradient passes back through σ before it reaches weights and peephole.",
                _spoilt(**{f"da_{k}": lambda s, k=k: getattr(s, f"d{k}")}),
            )
            for k, gate in (("i", "input gate"), ("f", "forget gate"))
        ),
    ),
    correct=(line_by_line, diagonal_matrices, one_sequence_at_a_time),
)
