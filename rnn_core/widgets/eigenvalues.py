"""Drag two eigenvalues against the unit circle and watch a linear recursion follow."""

import cmath
import html
import math

from ipywidgets import FloatSlider, IntSlider, Layout, Text

from rnn_core.plots.eigenvalues import HEIGHT, PLANE, WIDTH, eigenvalue_response

from .live import Explorer

LARGEST = 1.2  # |λ|
NEARBY = 0.25  # how far from an eigenvalue a drag may begin

# Tells the kernel of a drag through a hidden text field, which ipywidgets sends on as fast as the
# kernel redraws: number of the drag, where it began, where it is now; shares of the picture.
DRAG = """
const box = this.closest('.widget-vbox'), field = box.querySelector('.drag input');
const place = e => { const r = box.querySelector('img').getBoundingClientRect();
  return [(e.clientX - r.left) / r.width, (e.clientY - r.top) / r.height]; };
const start = [Date.now(), ...place(event)];
const tell = e => { field.value = [...start, ...place(e)].join(' ');
  field.dispatchEvent(new Event('input', {bubbles: true})); };
const stop = () => { for (const end of ['pointerup', 'pointercancel'])
    document.removeEventListener(end, stop);
  document.removeEventListener('pointermove', tell); };
event.preventDefault();
for (const end of ['pointerup', 'pointercancel']) document.addEventListener(end, stop);
document.addEventListener('pointermove', tell);
tell(event);
"""


class EigenvalueExplorer(Explorer):
    """An Explorer whose eigenvalues can be dragged as well."""

    def __init__(self, draw, controls, rows):
        self.dragged = None, None  # number of the drag, which eigenvalue
        self.pointer = Text(layout=Layout(display="none"))
        self.pointer.add_class("drag")
        self.pointer.observe(self.drag, "value")
        super().__init__(draw, controls, rows)
        self.box.children = [*self.box.children[:-1], self.pointer, self.image]

    def element(self, picture):
        return super().element(picture).replace("<img ", f'<img onpointerdown="{ON_PRESS}" ', 1)

    def drag(self, change):
        """A pointer is down on the picture, or moved: set the eigenvalue that it took hold of."""
        try:
            number, *places = map(float, change.new.split())
            start, now = complex_number(*places[:2]), complex_number(*places[2:])
        except (ValueError, TypeError):
            return
        if number != self.dragged[0]:
            held = {k: eigenvalue(*self.of(k)) for k in (1, 2)}
            near = {
                k: min(abs(start - value), abs(start - value.conjugate()))
                for k, value in held.items()
            }
            nearest = min(near, key=near.get)
            self.dragged = number, nearest if near[nearest] < NEARBY else None
        k = self.dragged[1]
        if k is not None:
            angle = round(abs(math.degrees(cmath.phase(now))))
            self.set(**{f"size_{k}": min(round(abs(now), 2), LARGEST), f"angle_{k}": angle})

    def of(self, k):
        return self.controls[f"size_{k}"].value, self.controls[f"angle_{k}"].value


ON_PRESS = html.escape(" ".join(DRAG.split()))


def eigenvalue(size, degrees):
    return cmath.rect(size, math.radians(degrees))


def complex_number(across, down):
    """A place on the picture, as shares of its width and height  ->  the number that lies there."""
    (left, low), (width, height), limit = PLANE
    real = (across * WIDTH - left) / width
    imaginary = ((1 - down) * HEIGHT - low) / height
    return complex(2 * limit * real - limit, 2 * limit * imaginary - limit)


def eigenvalue_explorer(size_1=0.95, angle_1=30, size_2=0.6, angle_2=0, share=50):
    """Sizes and angles (degrees) of two eigenvalues; share: per cent of the kick in the first."""

    def draw(size_1, angle_1, size_2, angle_2, share):
        pair = eigenvalue(size_1, angle_1), eigenvalue(size_2, angle_2)
        return eigenvalue_response(pair, share / 100)

    wide = {"style": {"description_width": "96px"}, "layout": Layout(width="400px")}
    controls = {}
    for k, size, angle in ((1, size_1, angle_1), (2, size_2, angle_2)):
        controls[f"size_{k}"] = FloatSlider(
            value=size, min=0, max=LARGEST, step=0.01, description=f"size of λ{'₁₂'[k - 1]}", **wide
        )
        controls[f"angle_{k}"] = IntSlider(
            angle, 0, 180, description=f"angle of λ{'₁₂'[k - 1]}, °", **wide
        )
    controls["share"] = IntSlider(share, 0, 100, description="% kick in λ₁", **wide)
    rows = [("size_1", "angle_1"), ("size_2", "angle_2"), ("share",)]
    return EigenvalueExplorer(draw, controls, rows)
