"""Fold and unfold the network of lesson 01."""

from ipywidgets import Dropdown, IntSlider, ToggleButtons, ToggleButtonsStyle

from rnn_core.plots.unrolling import KINDS, MOST_STEPS, ROLES, unrolled

from .live import SIDE_BY_SIDE, Explorer


def unroll_explorer(kind="many-to-many", steps=5, folded=False, marked="Wh"):
    """One network, folded or unfolded over τ steps, with all copies of one matrix marked."""
    look = {"style": ToggleButtonsStyle(button_width="88px"), "layout": SIDE_BY_SIDE}
    controls = {
        "kind": Dropdown(options=list(KINDS), value=kind, description="Kind"),
        "folded": ToggleButtons(
            options=[("folded", True), ("unfolded", False)],
            value=folded,
            description="Network",
            **look,
        ),
        "steps": IntSlider(steps, 1, MOST_STEPS, description="τ (steps)"),
        "marked": ToggleButtons(options=ROLES, value=marked, description="Mark", **look),
    }

    def disable_steps(change):
        controls["steps"].disabled = change.new == "one-to-one"

    controls["kind"].observe(disable_steps, "value")
    return Explorer(unrolled, controls, rows=[("kind", "folded"), ("steps", "marked")])
