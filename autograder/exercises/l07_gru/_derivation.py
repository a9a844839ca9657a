"""The backward step of the GRU line by line, and what learners get wrong in a line of it."""

from types import SimpleNamespace

import numpy as np

from rnn_core.activations import sigmoid

CACHE = ("x", "h", "r", "z", "n", "h_n")
RESULTS = ("dx", "dh", "dWx", "dWh", "dbx", "dbh")


def beside(*names):
    """Three blocks of columns."""
    return lambda s: np.hstack([getattr(s, name) for name in names])


def before_the_product(s):
    """What the candidate asks of r ⊙ h where the reset comes first, as in Cho et al."""
    return s.dx_n @ np.split(s.params.Wh, 3, axis=1)[2].T


def through(*gates):
    """What comes back to h through Wh, from these blocks only."""

    def part(s):
        H = s.h.shape[1]
        kept = np.repeat([gate in gates for gate in "rzn"], H)
        return s.kept + (s.da_h * kept) @ s.params.Wh.T

    return part


# One line of the derivation each, in the order in which a learner works them out.
LINES = {
    "dn": lambda s: s.dh_next * (1 - s.z),
    "dz": lambda s: s.dh_next * (s.h - s.n),
    "kept": lambda s: s.dh_next * s.z,
    "dx_n": lambda s: s.dn * (1 - s.n**2),
    "dr": lambda s: s.dx_n * s.h_n,
    "dh_n": lambda s: s.dx_n * s.r,
    "da_r": lambda s: s.dr * s.r * (1 - s.r),
    "da_z": lambda s: s.dz * s.z * (1 - s.z),
    "da_x": beside("da_r", "da_z", "dx_n"),
    "da_h": beside("da_r", "da_z", "dh_n"),
    "dx": lambda s: s.da_x @ s.params.Wx.T,
    "dh": lambda s: s.kept + s.da_h @ s.params.Wh.T,
    "dWx": lambda s: s.x.T @ s.da_x,
    "dWh": lambda s: s.h.T @ s.da_h,
    "dbx": lambda s: s.da_x.sum(axis=0),
    "dbh": lambda s: s.da_h.sum(axis=0),
}


def step_back(lines, dh_next, cache, params):
    """Every symbol of a derivation."""
    s = SimpleNamespace(**dict(zip(CACHE, cache, strict=True)), dh_next=dh_next, params=params)
    s.h_next = (1 - s.z) * s.n + s.z * s.h
    for name, line in lines.items():
        setattr(s, name, line(s))
    return s


def spoilt(**wrong):
    """The right derivation but for the lines given."""

    def answer(*args):
        s = step_back(LINES | wrong, *args)
        return tuple(getattr(s, name) for name in RESULTS)

    return answer


# True only where all that it changes is wrong.
WHOLE = {"the two biases exchanged", "update gate the wrong way round", "reset before the product"}

# What goes wrong inside a step: name, hint, the wrong lines.
IN_A_STEP = (
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
        "Before a gradient reaches a weight it passes back through σ or tanh, which scales it.",
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
        "no derivative of the gates' squashing",
        "Before a gradient reaches a weight it passes back through σ or tanh, which scales it.",
        {"da_r": lambda s: s.dr, "da_z": lambda s: s.dz},
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
        "Count the ways from the old state to the new one: one for each block, and one more.",
        {"dh": through("z", "n")},
    ),
    (
        "h' under Wh",
        "Wh multiplied the state that came in, not the one that went out.",
        {"dWh": lambda s: s.h_next.T @ s.da_h},
    ),
    (
        "z in place of 1 − z before the candidate",
        "In the blend, which share belongs to the candidate?",
        {"dn": lambda s: s.dh_next * s.z},
    ),
    (
        "slopes of the two gates exchanged",
        "The slope of a gate is written in that gate's own value.",
        {"da_r": lambda s: s.dr * s.z * (1 - s.z), "da_z": lambda s: s.dz * s.r * (1 - s.r)},
    ),
    (
        "h' used for h at the update gate",
        "The gate was multiplied with a state: was it the old one or the new one?",
        {"dz": lambda s: s.dh_next * (s.h_next - s.n)},
    ),
    (
        "slope of tanh at the gates",
        "The gates went through another function than the candidate.",
        {"da_r": lambda s: s.dr * (1 - s.r**2), "da_z": lambda s: s.dz * (1 - s.z**2)},
    ),
    (
        "columns in the order z, r, n",
        "All blocks are right, but compare their order with that of the columns of `Wx`.",
        {"da_x": beside("da_z", "da_r", "dx_n"), "da_h": beside("da_z", "da_r", "dh_n")},
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
        "half a slope at the gates",
        "The slope of σ has two factors: it vanishes where a gate is shut and where it is open.",
        {"da_r": lambda s: s.dr * (1 - s.r), "da_z": lambda s: s.dz * (1 - s.z)},
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
        "Count the ways from the old state to the new one: one for each block, and one more.",
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
        "no slope at the reset gate",
        "Before a gradient reaches a weight it passes back through σ or tanh, which scales it.",
        {"da_r": lambda s: s.dr},
    ),
    (
        "no slope at the update gate",
        "Before a gradient reaches a weight it passes back through σ or tanh, which scales it.",
        {"da_z": lambda s: s.dz},
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
        "In a product, each factor is asked through the other one.",
        {"dr": lambda s: s.dx_n},
    ),
    (
        "dh_next overwritten",
        "In the first term of δh, is it still all that was asked of h'?",
        {"kept": lambda s: s.dn * s.z},
    ),
    (
        "the state's path through the update gate forgotten",
        "Count the ways from the old state to the new one: one for each block, and one more.",
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
)
