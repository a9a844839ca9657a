"""The backward step of the GRU line by line, to spoil a line of it."""

from types import SimpleNamespace

import numpy as np

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
