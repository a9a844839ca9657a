"""The backward step of the LSTM line by line, so that a line of it can be spoilt."""

from types import SimpleNamespace

import numpy as np

CACHE = ("x", "h", "c", "i", "f", "g", "o", "tanh_c")
RESULTS = ("dx", "dh", "dc", "dWx", "dWh", "db")

# One line of the derivation each, in the order in which a learner works them out.
LINES = {
    "dc_total": lambda s: s.dc_next + s.dh_next * s.o * (1 - s.tanh_c**2),
    "do": lambda s: s.dh_next * s.tanh_c,
    "di": lambda s: s.dc_total * s.g,
    "df": lambda s: s.dc_total * s.c,
    "dg": lambda s: s.dc_total * s.i,
    "dc": lambda s: s.dc_total * s.f,
    "da_i": lambda s: s.di * s.i * (1 - s.i),
    "da_f": lambda s: s.df * s.f * (1 - s.f),
    "da_g": lambda s: s.dg * (1 - s.g**2),
    "da_o": lambda s: s.do * s.o * (1 - s.o),
    "da": lambda s: np.hstack([s.da_i, s.da_f, s.da_g, s.da_o]),
    "dx": lambda s: s.da @ s.params.Wx.T,
    "dh": lambda s: s.da @ s.params.Wh.T,
    "dWx": lambda s: s.x.T @ s.da,
    "dWh": lambda s: s.h.T @ s.da,
    "db": lambda s: s.da.sum(axis=0),
}


def work_out(lines, **given):
    """Every symbol of a derivation, from those that are given."""
    s = SimpleNamespace(**given)
    for name, line in lines.items():
        setattr(s, name, line(s))
    return s


def step_back(lines, dh_next, dc_next, cache, params):
    s = dict(zip(CACHE, cache, strict=True), dh_next=dh_next, dc_next=dc_next, params=params)
    return work_out(lines, **s, c_next=s["f"] * s["c"] + s["i"] * s["g"])


def spoilt(**wrong):
    """The right derivation but for the lines given."""

    def answer(*args):
        s = step_back(LINES | wrong, *args)
        return tuple(getattr(s, name) for name in RESULTS)

    return answer


def misread(cache, order):
    """The cache as one sees it who unpacks x, h and what follows into the names of `order`."""
    names = order.split()
    given = dict(zip(("x", *names, "tanh_c"), cache, strict=True))
    return tuple(given[name] for name in CACHE)


# Orders in which learners unpack h, c, i, f, g, o.
MISREAD = ("c h i f g o", "h c f i g o", "h c i f o g", "h c f i o g")
MISREAD_HINT = "Compare the order in which you unpack the cache with the docstring's."
