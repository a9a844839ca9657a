"""Each explorer's sliders on a random walk: from a new value to the new picture, in the kernel."""

from time import perf_counter

import numpy as np
from tqdm import tqdm

from rnn_core.widgets import EXPLORERS

MOVES = 120


def table():
    """->  title, header, rows of text."""
    rows = []
    for explore in EXPLORERS:
        taken = 1e3 * np.array(walk(explore()))
        median, slow = np.quantile(taken, [0.5, 0.9])
        rows.append([explore.__name__, f"{median:.0f} ms", f"{slow:.0f} ms"])
    return f"Redraw of a widget, {MOVES} moves (aim: 50 ms)", ["widget", "median", "90 %"], rows


def walk(explorer):
    """->  the seconds that each of MOVES random moves took."""
    rng = np.random.default_rng(0)
    controls = list(explorer.controls.values())
    taken = []
    for _ in tqdm(range(MOVES), desc="redraw", leave=False):
        control = controls[rng.integers(len(controls))]
        value = neighbour(control, rng)
        start = perf_counter()
        control.value = value
        taken.append(perf_counter() - start)
    return taken


def neighbour(control, rng):
    """Another value of a choice, or the value one step away on a slider."""
    if hasattr(control, "options"):
        values = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return values[rng.choice([k for k, value in enumerate(values) if value != control.value])]
    step = control.step * rng.choice([-1, 1])
    inside = control.min <= control.value + step <= control.max
    return control.value + (step if inside else -step)
