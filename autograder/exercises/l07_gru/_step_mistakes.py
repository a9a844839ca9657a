"""What learners get wrong in a step of the GRU backwards: a line of the derivation, or a few."""

import numpy as np

from autograder.exercises.l07_gru._derivation import before_the_product, beside, through
from rnn_core.activations import sigmoid

# True only where all that it changes is wrong.
WHOLE = {
    "the two biases exchanged",
    "the two rows of blocks exchanged",
    "update gate the wrong way round",
    "reset before the product",
}


def _at_the_gates(name, hint, slope):
    """The same at both gates, or at one of them only; `slope` is given the gate and the other."""
    r, z = lambda s: s.dr * slope(s.r, s.z), lambda s: s.dz * slope(s.z, s.r)
    return (
        (f"{name} at both gates", hint, {"da_r": r, "da_z": z}),
        (f"{name} at the reset gate", hint, {"da_r": r}),
        (f"{name} at the update gate", hint, {"da_z": z}),
    )


def not_transposed(s):
    """Each block of da_h times its columns of Wh."""
    H = s.h.shape[1]
    return np.einsum("nkj,jki->ni", s.da_h.reshape(-1, 3, H), s.params.Wh.reshape(H, 3, H))


_TWO_FACTORS = (
    "The slope of σ has two factors: it vanishes where a gate is shut and where it is open."
)
_SCALED = "Before a gradient reaches a weight it passes back through σ or tanh, which scales it."
_IN_A_PRODUCT = "In a product, each factor is asked through the other one."
_BLOCKS_X = {"r": "da_r", "z": "da_z", "n": "dx_n"}
_BLOCKS_H = _BLOCKS_X | {"n": "dh_n"}
_WAYS = "Count the ways from the old state to the new one: one for each block, and one more."

# What goes wrong inside a step: name, hint, the wrong lines.
# Where two explain as much, the first is named: the narrower one.
IN_A_STEP = (
    (
        "z in place of 1 − z before the candidate",
        "In the blend, which share belongs to the candidate?",
        {"dn": lambda s: s.dh_next * s.z},
    ),
    (
        "update gate the wrong way round",
        "What does z = 1 do to the state: keep it, or replace it?",
        {
            "dn": lambda s: s.dh_next * s.z,
            "dz": lambda s: s.dh_next * (s.n - s.h),
            "kept": lambda s: s.dh_next * (1 - s.z),
        },
    ),
    (
        "the path through 1 − z forgotten",
        "The update gate stands in the blend twice.",
        {"dz": lambda s: s.dh_next * s.h},
    ),
    (
        "sign of the update gate's gradient",
        "If the gate opens a little more for the old state, towards what does h' move?",
        {"dz": lambda s: s.dh_next * (s.n - s.h)},
    ),
    (
        "slope of tanh forgotten at the candidate",
        _SCALED,
        {"dx_n": lambda s: s.dn},
    ),
    (
        "the reset gate without a gradient",
        "The reset gate had a say in h', too: on what way did it get there?",
        {"dr": lambda s: 0 * s.r},
    ),
    (
        "reset gate forgotten on the way to the state",
        "What a gate held back forwards, it holds back backwards as well.",
        {"dh_n": lambda s: s.dx_n},
    ),
    (
        "reset before the product",
        "Two designs are in use: this cache comes from the one that multiplies first and resets "
        "afterwards.",
        {
            "da_r": lambda s: before_the_product(s) * s.h * s.r * (1 - s.r),
            "da_x": beside("da_r", "da_z", "dx_n"),
            "da_h": beside("da_r", "da_z", "dx_n"),
            "dh": lambda s: through("r", "z")(s) + before_the_product(s) * s.r,
            "dWh": lambda s: np.hstack(
                [s.h.T @ s.da_r, s.h.T @ s.da_z, (s.r * s.h).T @ s.dx_n],
            ),
        },
    ),
    (
        "the path through z ⊙ h forgotten",
        "The old state gets into the new one without any matrix, too.",
        {"dh": lambda s: s.da_h @ s.params.Wh.T},
    ),
    (
        "update gate forgotten on the way back to the state",
        "What a gate held back forwards, it holds back backwards as well.",
        {"kept": lambda s: s.dh_next},
    ),
    (
        "only the path through z ⊙ h",
        "The old state is looked at by the gates and by the candidate as well.",
        {"dh": lambda s: s.kept},
    ),
    (
        "the state's path through the reset gate forgotten",
        _WAYS,
        {"dh": through("z", "n")},
    ),
    (
        "h' under Wh",
        "Wh multiplied the state that came in, not the one that went out.",
        {"dWh": lambda s: s.h_next.T @ s.da_h},
    ),
    (
        "h_n under Wh",
        "Wh multiplied the state that came in; h_n is what came out.",
        {"dWh": lambda s: s.h_n.T @ s.da_h},
    ),
    (
        "h' used for h at the update gate",
        "The gate was multiplied with a state: was it the old one or the new one?",
        {"dz": lambda s: s.dh_next * (s.h_next - s.n)},
    ),
    (
        "reset state under Wh",
        "Wh multiplied the state itself; the reset came afterwards.",
        {"dWh": lambda s: (s.r * s.h).T @ s.da_h},
    ),
    (
        "the path through z ⊙ h forgotten at the gate",
        "The update gate stands in the blend twice.",
        {"dz": lambda s: -s.dh_next * s.n},
    ),
    (
        "slope of tanh written in h'",
        "Here the state is not what tanh gave.",
        {"dx_n": lambda s: s.dn * (1 - s.h_next**2)},
    ),
    (
        "slope of σ at the candidate",
        "The candidate did not go through the function that the gates go through.",
        {"dx_n": lambda s: s.dn * s.n * (1 - s.n)},
    ),
    (
        "h used for h_n at the reset gate",
        "What the reset gate multiplies has been through a matrix already.",
        {"dr": lambda s: s.dx_n * s.h},
    ),
    (
        "reset gate asked past the candidate's tanh",
        "The reset gate sits inside tanh: what does a gradient meet on its way there?",
        {"dr": lambda s: s.dn * s.h_n},
    ),
    (
        "reset gate asked through itself",
        "In a product, each factor is asked through the other one, not through both.",
        {"dr": lambda s: s.dx_n * s.r * s.h_n},
    ),
    (
        "input's half of the candidate reset as well",
        "The reset gate acts on one half of the candidate's sum; the other half goes past it.",
        {"da_x": beside("da_r", "da_z", "dh_n")},
    ),
    (
        "1 − z on the way back to the state",
        "In the blend, which share belongs to the old state?",
        {"kept": lambda s: s.dh_next * (1 - s.z)},
    ),
    (
        "the state's path through the gates forgotten",
        "The old state decides on the gates, too, not only on the candidate.",
        {"dh": through("n")},
    ),
    (
        "the state's path through the candidate forgotten",
        _WAYS,
        {"dh": through("r", "z")},
    ),
    (
        "one gradient for both biases",
        "The two biases sit in two different sums; are these treated alike by all gates?",
        {"dbh": lambda s: s.da_x.sum(axis=0)},
    ),
    (
        "biases not summed over the batch",
        "One bias serves all sequences: how do their gradients meet?",
        {"dbx": lambda s: s.da_x, "dbh": lambda s: s.da_h},
    ),
    (
        "the two biases exchanged",
        "All numbers are right; compare the order in your `return` with the docstring's.",
        {"dbx": lambda s: s.da_h.sum(axis=0), "dbh": lambda s: s.da_x.sum(axis=0)},
    ),
    (
        "input asked by the candidate only",
        "The input decides on the gates, too, not only on the candidate.",
        {"dx": lambda s: s.dx_n @ np.split(s.params.Wx, 3, axis=1)[2].T},
    ),
    (
        "update gate forgotten before the candidate",
        "What share of the candidate reaches h'?",
        {"dn": lambda s: s.dh_next},
    ),
    (
        "tanh taken twice",
        "The cache holds the candidate itself, not the sum inside its tanh.",
        {"dx_n": lambda s: s.dn * (1 - np.tanh(s.n) ** 2)},
    ),
    (
        "σ taken twice",
        "The cache holds the gates themselves, not the sums inside σ.",
        {
            "da_r": lambda s: s.dr * sigmoid(s.r) * (1 - sigmoid(s.r)),
            "da_z": lambda s: s.dz * sigmoid(s.z) * (1 - sigmoid(s.z)),
        },
    ),
    (
        "a bracket lost at the update gate",
        "All that the gate does to h' is asked for by δh', its second part as well.",
        {"dz": lambda s: s.dh_next * s.h - s.n},
    ),
    (
        "sign of 1 − z",
        "What the gate gives to the one it takes from the other.",
        {"dz": lambda s: s.dh_next * (s.h + s.n)},
    ),
    (
        "h_n forgotten at the reset gate",
        _IN_A_PRODUCT,
        {"dr": lambda s: s.dx_n},
    ),
    (
        "dh_next overwritten",
        "In the first term of δh, is it still all that was asked of h'?",
        {"kept": lambda s: s.dn * s.z},
    ),
    (
        "the state's path through the update gate forgotten",
        _WAYS,
        {"dh": through("r", "n")},
    ),
    (
        "reset after the matrix on the way back",
        "Forwards the matrix came first and the reset second: which comes first backwards?",
        {"dh": lambda s: through("r", "z")(s) + before_the_product(s) * s.r},
    ),
    (
        "reset state under the candidate's columns of Wh",
        "Wh multiplied the state itself; the reset came afterwards.",
        {"dWh": lambda s: np.hstack([s.h.T @ s.da_r, s.h.T @ s.da_z, (s.r * s.h).T @ s.dx_n])},
    ),
    (
        "one gradient for both biases, the state's",
        "The two biases sit in two different sums; are these treated alike by all gates?",
        {"dbx": lambda s: s.da_h.sum(axis=0)},
    ),
    *_at_the_gates("no slope", _SCALED, lambda gate, other: 1),
    *_at_the_gates(
        "slope of tanh",
        "The gates went through another function than the candidate.",
        lambda gate, other: 1 - gate**2,
    ),
    *_at_the_gates("half a slope", _TWO_FACTORS, lambda gate, other: 1 - gate),
    *_at_the_gates("the gate itself for its slope", _TWO_FACTORS, lambda gate, other: gate),
    *_at_the_gates(
        "the other gate's slope",
        "The slope of a gate is written in that gate's own value.",
        lambda gate, other: other * (1 - other),
    ),
    (
        "no slope anywhere",
        _SCALED,
        {"dx_n": lambda s: s.dn, "da_r": lambda s: s.dr, "da_z": lambda s: s.dz},
    ),
    *(
        (
            f"columns in the order {', '.join(order)}",
            "Compare the order of your blocks with that of the columns of `Wx`.",
            {
                "da_x": beside(*(_BLOCKS_X[gate] for gate in order)),
                "da_h": beside(*(_BLOCKS_H[gate] for gate in order)),
            },
        )
        for order in ("zrn", "rnz", "nrz", "nzr", "znr")
    ),
    (
        "the two rows of blocks exchanged",
        "Which of your two rows holds what came from x, and which what came from h?",
        {"da_x": beside("da_r", "da_z", "dh_n"), "da_h": beside("da_r", "da_z", "dx_n")},
    ),
    (
        "the two rows of blocks exchanged in dWx and dWh",
        "Which of your two rows holds what came from x, and which what came from h?",
        {"dWx": lambda s: s.x.T @ s.da_h, "dWh": lambda s: s.h.T @ s.da_x},
    ),
    (
        "slope of tanh forgotten on the way to h_n",
        "h_n sits inside tanh, beside x_n: what does a gradient meet on its way there?",
        {"dh_n": lambda s: s.dn * s.r},
    ),
    (
        "slope of tanh forgotten on the way to r and h_n",
        "r and h_n sit inside tanh, beside x_n: what does a gradient meet on its way there?",
        {"dh_n": lambda s: s.dn * s.r, "dr": lambda s: s.dn * s.h_n},
    ),
    (
        "h_n without its bias",
        "What the reset gate multiplied lies in the cache, its bias included.",
        {"dr": lambda s: s.dx_n * (s.h @ np.split(s.params.Wh, 3, axis=1)[2])},
    ),
    (
        "the rest of the reset gate on the way to the state",
        "Forwards, was it r or 1 − r that stood beside h_n?",
        {"dh_n": lambda s: s.dx_n * (1 - s.r)},
    ),
    (
        "the update gate on the way to h_n",
        "Each of the two gates has a place of its own: which of them stood beside h_n?",
        {"dh_n": lambda s: s.dx_n * s.z},
    ),
    (
        "the reset gate in place of 1 − z",
        "Each of the two gates has a place of its own: which of them blends?",
        {"dn": lambda s: s.dh_next * s.r},
    ),
    (
        "update gate asked through the candidate's share",
        "The update gate stands in the blend itself: what does the blend pass back to it?",
        {"dz": lambda s: s.dn * (s.h - s.n)},
    ),
    (
        "sign of the reset gate's gradient",
        "If the reset gate opens a little more, is h_n added to the candidate's sum or taken away?",
        {"dr": lambda s: -s.dx_n * s.h_n},
    ),
    (
        "Wh not transposed",
        "Wh has a row for each unit of the old state: over which of its axes do you sum?",
        {"dh": lambda s: s.kept + not_transposed(s)},
    ),
)
