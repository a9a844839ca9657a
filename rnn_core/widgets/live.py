"""What all widgets share: one picture that changes in place when a control moves."""

import os

import ipywidgets
from IPython import get_ipython
from IPython.display import display

from rnn_core.plots.picture import img, mimebundle, png

SHARPNESS = 1.5  # of a picture that lives until the next move: between speed and crisp letters

SIDE_BY_SIDE = ipywidgets.Layout(display="flex", align_items="center", grid_gap="8px", width="auto")
SLIDER = "400px"  # two side by side fit into a notebook
APART = ipywidgets.Layout(grid_gap="24px")

# A widget that lives hides the still picture behind it. Who opens a saved notebook finds the
# picture, and not JupyterLab's "Error displaying widget".
HIDE_STILL = "<style>.jp-OutputArea-child:has(#{}) {{ display: none }}</style>"
HIDE_ERROR = "<style>.jp-OutputArea-output.jupyter-widgets:not(:has(*)) { display: none }</style>"


def front_end_is_live():
    """False where nobody can move a slider: while grading or building, and outside a kernel."""
    return "NBGRADER_EXECUTION" not in os.environ and hasattr(get_ipython(), "kernel")


class Explorer:
    """A picture and its controls.

    draw: settings -> Picture; controls: {setting: control}; rows: settings that share a row.
    As the last line of a cell it shows itself; where no front end listens, as a still picture.
    """

    def __init__(self, draw, controls, rows):
        self.draw = draw
        self.controls = controls
        self.drawn = None
        self.held = False  # True while several controls are being set
        self.image = ipywidgets.HTML()
        for control in controls.values():
            if hasattr(control, "readout"):  # a slider: a hundred places need room
                control.layout.width = SLIDER
        lines = [ipywidgets.HBox([controls[name] for name in row], layout=APART) for row in rows]
        self.box = ipywidgets.VBox([*lines, self.image])
        self.still = f"still-{self.box.model_id}"
        for control in controls.values():
            control.observe(self.redraw, "value")
        self.redraw()

    @property
    def settings(self):
        return {name: control.value for name, control in self.controls.items()}

    def picture(self):
        return self.draw(**self.settings)

    def set(self, **values):
        """Moves several controls and draws once."""
        self.held = True
        for name, value in values.items():
            self.controls[name].value = value
        self.held = False
        self.redraw()

    def redraw(self, change=None):
        if self.held or self.settings == self.drawn:  # a control that moved another was seen to
            return
        self.drawn = self.settings
        picture = self.picture()
        self.image.value = HIDE_STILL.format(self.still) + self.element(picture)

    def element(self, picture):
        """The picture as it stands between the controls: an <img>."""
        return img(png(picture, SHARPNESS, in_haste=True), picture, picture.alt)

    def _ipython_display_(self):
        picture = self.picture()
        still = mimebundle(picture, picture.alt)
        if front_end_is_live():
            display(self.box)
            still["text/html"] = (
                f'<div id="{self.still}">{HIDE_ERROR}{still["text/html"]}<br>'
                "Run this cell to get its controls.</div>"
            )
        display(still, raw=True)
