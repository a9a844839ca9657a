"""convert_update_gate: the same function under the opposite sense of the update gate.

h' = (1 − z) ⊙ n + z ⊙ h   <->   h' = z ⊙ n + (1 − z) ⊙ h

As 1 − σ(a) = σ(−a), the columns of z change their sign in all four arrays. Judged as whole
arrays: gate by gate, an answer that changes nothing would have most of them right.
"""

import numpy as np

from autograder.exercise import Case, Exercise, Misconception
from autograder.exercises.l07_gru.gru_step import draw_params
from rnn_core import gru


def reference(params):
    return gru.convert_update_gate(params)


def cases(rng):
    params = draw_params(rng, 2, 4)
    strided = gru.Params(*(np.repeat(w, 2, axis=-1)[..., ::2] for w in params))
    return [
        Case("values", "two inputs, four units", (draw_params(rng, 2, 4),)),
        Case("values", "more inputs than units", (draw_params(rng, 5, 3),)),
        Case("edge cases", "one input, one unit", (draw_params(rng, 1, 1),)),
        Case("edge cases", "biases of zero", (params._replace(bx=np.zeros(12), bh=np.zeros(12)),)),
        Case("edge cases", "float32", (draw_params(rng, 3, 2, np.float32),)),
        Case("edge cases", "views that are not contiguous", (strided,)),
    ]


def _changed(change, names=gru.Params._fields):
    """`change` of the blocks r, z, n in the arrays named."""

    def answer(params):
        parts = {name: np.split(getattr(params, name), 3, axis=-1) for name in names}
        return params._replace(
            **{name: np.concatenate(change(*rzn), axis=-1) for name, rzn in parts.items()}
        )

    return answer


def _flipped_in(*names):
    return _changed(lambda r, z, n: (r, -z, n), names)


def every_third_column(params):
    sign = np.resize([1, -1, 1], params.bx.shape)
    return tuple(w * sign for w in params)


def rows_changed(params):
    """p[H : 2 * H] of every array."""
    H = len(params.Wh)
    changed = [np.array(w) for w in params]
    for w in changed:
        w[H : 2 * H] *= -1
    return changed


def _columns_changed(first, last):
    """Columns first(D, H) to last(D, H) of every array."""

    def answer(params):
        sizes = len(params.Wx), len(params.Wh)
        changed = [np.array(w) for w in params]
        for w in changed:
            w[..., first(*sizes) : last(*sizes)] *= -1
        return changed

    return answer


def a_bias_counted_twice(params):
    Wx, Wh, bx, bh = _flipped_in("Wx", "Wh", "bx", "bh")(params)
    z = slice(len(bx) // 3, 2 * len(bx) // 3)
    bx[z] += bh[z]
    return Wx, Wh, bx, bh


def _with_biases(change):
    """change(bx, bh) of the update gate; all else right."""

    def answer(params):
        z = slice(len(params.bx) // 3, 2 * len(params.bx) // 3)
        Wx, Wh, bx, bh = _flipped_in("Wx", "Wh")(params)
        bx, bh = bx.copy(), bh.copy()
        bx[z], bh[z] = change(bx[z], bh[z])
        return Wx, Wh, bx, bh

    return answer


_EACH_BIAS = "To the gate the sum is the same, but each array is asked for by itself, both biases."


def signs(params):
    H = len(params.bx) // 3
    return [w * np.r_[np.ones(H), -np.ones(H), np.ones(H)] for w in params]


def slices(params):
    Wx, Wh, bx, bh = (np.array(w) for w in params)
    H = Wh.shape[0]
    for w in (Wx, Wh, bx, bh):
        w[..., H : 2 * H] *= -1
    return Wx, Wh, bx, bh


def one_matrix(params):
    """All four in one, times a diagonal matrix."""
    D, H = len(params.Wx), len(params.Wh)
    flip = np.diag(np.kron([1.0, -1.0, 1.0], np.ones(H)))
    Wx, Wh, b = np.split(np.vstack(params) @ flip, [D, D + H])
    return gru.Params(Wx, Wh, *b)


EXERCISE = Exercise(
    points={"values": 2, "edge cases": 1},
    returns={"Wx": ("D", "K"), "Wh": ("H", "K"), "bx": ("K",), "bh": ("K",)},
    reference=reference,
    cases=cases,
    misconceptions=(
        # Where two explain as much, the first is named: the one that leaves the fewest unchanged.
        Misconception("bh left as it was", "There are two biases.", _flipped_in("Wx", "Wh", "bx")),
        Misconception("bx left as it was", "There are two biases.", _flipped_in("Wx", "Wh", "bh")),
        Misconception(
            "Wx left as it was",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("Wh", "bx", "bh"),
        ),
        Misconception(
            "Wh left as it was",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("Wx", "bx", "bh"),
        ),
        Misconception(
            "biases left as they were",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("Wx", "Wh"),
        ),
        Misconception(
            "changed in the biases only",
            "Moving the bias shifts a gate; what turns its answer to the input round?",
            _flipped_in("bx", "bh"),
        ),
        Misconception(
            "changed in Wx and bx only",
            "The gate listens to two things.",
            _flipped_in("Wx", "bx"),
        ),
        Misconception(
            "changed in Wh and bh only",
            "The gate listens to two things.",
            _flipped_in("Wh", "bh"),
        ),
        Misconception(
            "changed in Wx and bh only",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("Wx", "bh"),
        ),
        Misconception(
            "changed in Wh and bx only",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("Wh", "bx"),
        ),
        Misconception(
            "changed in Wx only",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("Wx"),
        ),
        Misconception(
            "changed in Wh only",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("Wh"),
        ),
        Misconception(
            "changed in bx only",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("bx"),
        ),
        Misconception(
            "changed in bh only",
            "The gate's pre-activation is a sum: does all of it change its sign?",
            _flipped_in("bh"),
        ),
        Misconception(
            "all three blocks changed",
            "Only one of the gates has two senses; the others must do what they did.",
            _changed(lambda r, z, n: (-r, -z, -n)),
        ),
        Misconception(
            "reset gate's columns changed",
            "Which of the three blocks of columns belongs to the update gate?",
            _changed(lambda r, z, n: (-r, z, n)),
        ),
        Misconception(
            "candidate's columns changed",
            "Which of the three blocks of columns belongs to the update gate?",
            _changed(lambda r, z, n: (r, z, -n)),
        ),
        Misconception(
            "both gates changed",
            "The reset gate has the same sense in both conventions.",
            _changed(lambda r, z, n: (-r, -z, n)),
        ),
        Misconception(
            "candidate changed with the update gate",
            "The blend changes, but what is blended stays the same.",
            _changed(lambda r, z, n: (r, -z, -n)),
        ),
        Misconception(
            "1 minus the parameters",
            "It is the gate that becomes 1 minus itself: what does that ask of the number inside "
            "σ?",
            _changed(lambda r, z, n: (r, 1 - z, n)),
        ),
        Misconception(
            "1 minus the biases",
            "It is the gate that becomes 1 minus itself: what does that ask of the number inside "
            "σ?",
            _changed(lambda r, z, n: (r, 1 - z, n), ("bx", "bh")),
        ),
        Misconception(
            "columns of the two gates exchanged",
            "The gates keep their places; it is the sense of one of them that changes.",
            _changed(lambda r, z, n: (z, r, n)),
        ),
        Misconception(
            "columns of update gate and candidate exchanged",
            "What trades places is the share of n and h in the blend, not n and z.",
            _changed(lambda r, z, n: (r, n, z)),
        ),
        Misconception(
            "every third column changed",
            "The columns of one gate lie side by side; how many are they?",
            every_third_column,
        ),
        *(
            Misconception(name, hint, _with_biases(change), whole=True)
            for name, hint, change in (
                (
                    "both biases of the update gate left out",
                    "A gate without a bias starts half open: what became of the two?",
                    lambda x, h: (0 * x, 0 * h),
                ),
                (
                    "bh of the update gate left out",
                    "The gate adds two biases: what became of the second?",
                    lambda x, h: (-x, 0 * h),
                ),
                (
                    "bx of the update gate left out",
                    "The gate adds two biases: what became of the first?",
                    lambda x, h: (0 * x, -h),
                ),
                (
                    "both biases in one, their sign as it was",
                    "The gate's pre-activation is a sum: does all of it change its sign?",
                    lambda x, h: (x + h, 0 * h),
                ),
                ("both biases in one", _EACH_BIAS, lambda x, h: (-x - h, 0 * h)),
                ("both biases in the second", _EACH_BIAS, lambda x, h: (0 * x, -x - h)),
                (
                    "half of both biases in each",
                    _EACH_BIAS,
                    lambda x, h: (-(x + h) / 2, -(x + h) / 2),
                ),
            )
        ),
        Misconception(
            "the two biases exchanged",
            "In what order does `gru.Params` take its biases?",
            lambda params: reference(params._replace(bx=params.bh, bh=params.bx)),
            whole=True,
        ),
        Misconception(
            "a bias counted twice",
            "The gate adds bx and bh: does one of them come into that sum twice now?",
            a_bias_counted_twice,
        ),
        Misconception(
            "rows changed",
            "The blocks lie side by side: are they rows or columns?",
            rows_changed,
        ),
        Misconception(
            "one column changed",
            "How many columns belong to each gate?",
            _columns_changed(lambda D, H: 1, lambda D, H: 2),
        ),
        Misconception(
            "H taken from Wx",
            "How many rows has Wx, and how many has Wh?",
            _columns_changed(lambda D, H: D, lambda D, H: 2 * D),
        ),
        Misconception(
            "nothing changed",
            "With the same parameters, a unit that kept its state would now replace it.",
            lambda params: params,
            whole=True,
        ),
    ),
    correct=(signs, slices, one_matrix),
)
