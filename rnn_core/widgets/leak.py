"""How much should a leaky unit forget? A share to keep, a noise to smooth, a wave to follow."""

import numpy as np
from ipywidgets import FloatSlider, IntSlider

from rnn_core.plots.leak import leaky_unit

from .live import Explorer

STEPS = 200


def leaky_explorer(alpha=0.5, noise=1.0, period=60):
    """alpha: the share kept at each step, 0 to 0.99; the wave has size 1, `noise` (0 to 2) is its
    spread around it; period: 10 to 200 steps. Values beyond these ends are moved to them."""
    t = np.arange(1, STEPS + 1)
    spread = np.random.default_rng(5).normal(size=STEPS)

    def draw(alpha, noise, period):
        wave = np.sin(2 * np.pi * t / period)
        return leaky_unit(alpha, wave, wave + noise * spread)

    wide = {"description_width": "120px"}
    controls = {
        "alpha": FloatSlider(
            value=alpha, min=0, max=0.99, step=0.01, description="share kept α", style=wide
        ),
        "noise": FloatSlider(value=noise, min=0, max=2, step=0.1, description="noise", style=wide),
        "period": IntSlider(period, 10, 200, 5, description="steps per wave", style=wide),
    }
    return Explorer(draw, controls, rows=[("alpha",), ("noise", "period")])
