"""The backward step of the GRU line by line, and what learners get wrong in a line of it."""

from types import SimpleNamespace

import numpy as np

CACHE = ("x", "h", "r", "z", "n", "h_n")
RESULTS = ("dx", "dh", "dWx", "dWh", "dbx", "dbh")


def beside(*names):
    """Three blocks of columns."""
    return lambda s: np.hstack([getattr(s, name) for name in names])


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
            "back_n": lambda s: s.dx_n @ np.split(s.params.Wh, 3, axis=1)[2].T,
            "da_r": lambda s: s.back_n * s.h * s.r * (1 - s.r),
            "da_x": beside("da_r", "da_z", "dx_n"),
            "da_h": beside("da_r", "da_z", "dx_n"),
            "dh": lambda s: through("r", "z")(s) + s.back_n * s.r,
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
)
