"""Fold and unfold the network of lesson 01."""

from ipywidgets import Dropdown, IntSlider, ToggleButtons, ToggleButtonsStyle

from rnn_core.plots.unrolling import KINDS, MOST_STEPS, ROLES, unrolled

from .live import Explorer


def unroll_explorer(kind="many-to-many", steps=5, folded=False, marked="Wh"):
    """One network, folded or unfolded over τ steps, with all copies of one matrix marked."""
    narrow = ToggleButtonsStyle(button_width="88px")
    controls = {
        "kind": Dropdown(options=list(KINDS), value=kind, description="Kind"),
        "folded": ToggleButtons(
            options=[("folded", True), ("unfolded", False)],
            value=folded,
            description="Network",
            style=narrow,
        ),
        "steps": IntSlider(steps, 1, MOST_STEPS, description="τ (steps)"),
        "marked": ToggleButtons(options=ROLES, value=marked, description="Mark", style=narrow),
    }
    return Explorer(unrolled, controls, rows=[("kind", "folded"), ("steps", "marked")])
