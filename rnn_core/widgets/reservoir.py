"""An echo state network on the Mackey-Glass series: spectral radius, leak, size."""

from functools import cache

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from rnn_core import echo_state, linear
from rnn_core.data.long_tasks import mackey_glass
from rnn_core.plots.reservoir import reservoir_run

from .live import Explorer

WASHOUT, FITTED, TESTED, AHEAD = 100, 400, 200, 10
WATCHED = 300  # steps over which two starts are compared
PENALTY = 1e-6
MEAN = 0.93  # of the series


@cache
def _series():
    return mackey_glass(np.random.default_rng(0), WASHOUT + FITTED + TESTED + AHEAD)


@cache
def _reservoir(draw, size):
    """A reservoir of spectral radius 1, and two starts."""
    rng = np.random.default_rng(draw)
    return echo_state.reservoir(rng, D=1, H=size, radius=1.0), rng.uniform(-1, 1, (2, size))


def run(radius, alpha, size, draw):
    """->  what `reservoir_run` draws."""
    series = _series()
    params, starts = _reservoir(draw, size)
    params = params._replace(Wh=radius * params.Wh)
    x = np.repeat((series[:-AHEAD] - MEAN)[:, None, None], 2, axis=1)
    h = echo_state.states(x, starts, params, alpha)
    target = series[AHEAD:, None]
    fitted, tested = slice(WASHOUT, WASHOUT + FITTED), slice(WASHOUT + FITTED, None)
    readout = echo_state.ridge_readout(h[fitted, 0], target[fitted], PENALTY)
    forecast, _ = linear.forward(h[tested, 0], readout)
    both = np.concatenate([starts[None], h[:WATCHED]])
    distance = np.linalg.norm(both[:, 0] - both[:, 1], axis=1)
    return target[tested, 0], forecast[:, 0], h[:, 0, :5], distance


def reservoir_explorer(radius=0.9, alpha=0.0, size=50, draw=1):
    """radius: 0 to 3; alpha, the share kept: 0 to 0.95; size: 5 to 100 units; draw: which random
    reservoir, 1 to 5. Values beyond these ends are moved to them. The read-out is fitted anew at
    every move."""

    def picture(radius, alpha, size, draw):
        settings = (
            f"Spectral radius {radius:.2f},  α = {alpha:.2f},  {size} units,  reservoir {draw}"
        )
        return reservoir_run(*run(radius, alpha, size, draw), ahead=AHEAD, settings=settings)

    wide = {"description_width": "120px"}
    controls = {
        "radius": FloatSlider(
            value=radius, min=0, max=3, step=0.05, description="spectral radius", style=wide
        ),
        "alpha": FloatSlider(
            value=alpha, min=0, max=0.95, step=0.05, description="share kept α", style=wide
        ),
        "size": IntSlider(size, 5, 100, 5, description="units", style=wide),
        "draw": IntSlider(draw, 1, 5, description="reservoir", style=wide),
    }
    return Explorer(picture, controls, rows=[("radius", "alpha"), ("size", "draw")])
