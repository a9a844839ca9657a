"""Drag two eigenvalues against the unit circle and watch a linear recurrence follow."""

import cmath
import html
import math

from ipywidgets import FloatSlider, HBox, IntSlider, Layout, Play, Text, jslink

from rnn_core.plots.eigenvalues import HEIGHT, PLANE, STEPS, WIDTH, eigenvalue_response

from .live import Explorer

LARGEST = 1.2  # |λ|
NEARBY = 0.25  # how far from an eigenvalue a drag may begin
PAUSE = 250  # milliseconds between two steps that play

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

# Over the plane of the eigenvalues the pointer is a hand: something can be held there.
HAND = """
const r = this.getBoundingClientRect(), x = (event.clientX - r.left) / r.width,
  y = (event.clientY - r.top) / r.height;
this.style.cursor = x > {left} && x < {right} && y > {top} && y < {bottom} ? 'grab' : '';
"""


class EigenvalueExplorer(Explorer):
    """An Explorer whose eigenvalues can be dragged as well, and whose steps can be played."""

    def __init__(self, draw, controls, rows):
        self.dragged = None, None  # number of the drag, which eigenvalue
        self.pointer = Text(layout=Layout(display="none"))
        self.pointer.add_class("drag")
        self.pointer.observe(self.drag, "value")
        super().__init__(draw, controls, rows)
        step = controls["step"]
        self.play = Play(value=step.value, min=0, max=STEPS, interval=PAUSE)
        jslink((self.play, "value"), (step, "value"))
        *lines, image = self.box.children
        lines[-1] = HBox([*lines[-1].children, self.play], layout=lines[-1].layout)
        self.box.children = [*lines, self.pointer, image]

    def element(self, picture):
        listens = f'<img onpointerdown="{ON_PRESS}" onpointermove="{ON_MOVE}" '
        return super().element(picture).replace("<img ", listens, 1)

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


def _attribute(script):
    return html.escape(" ".join(script.split()))


def _over_the_plane():
    (left, low), (width, height), _ = PLANE
    ends = {"left": left, "right": left + width}
    ends = {name: at / WIDTH for name, at in ends.items()}
    ends |= {"top": 1 - (low + height) / HEIGHT, "bottom": 1 - low / HEIGHT}
    script = HAND
    for name, share in ends.items():
        script = script.replace(f"{{{name}}}", f"{share:.3f}")
    return script


ON_PRESS, ON_MOVE = _attribute(DRAG), _attribute(_over_the_plane())


def eigenvalue(size, degrees):
    return cmath.rect(size, math.radians(degrees))


def complex_number(across, down):
    """A place on the picture, as shares of its width and height  ->  the number that lies there."""
    (left, low), (width, height), limit = PLANE
    real = (across * WIDTH - left) / width
    imaginary = ((1 - down) * HEIGHT - low) / height
    return complex(2 * limit * real - limit, 2 * limit * imaginary - limit)


def eigenvalue_explorer(size_1=0.95, angle_1=30, size_2=0.6, angle_2=0, share=50, step=3):
    """Two eigenvalues and the sum of their modes over 60 steps.

    size_1, size_2: from 0 to 1.2; angle_1, angle_2: degrees from 0 to 180; share: per cent of the
    kick that the first one gets; step: the one that is marked, from 0 to 60.
    """

    def draw(size_1, angle_1, size_2, angle_2, share, step):
        pair = eigenvalue(size_1, angle_1), eigenvalue(size_2, angle_2)
        return eigenvalue_response(pair, share / 100, step)

    wide = {"description_width": "96px"}
    controls = {}
    for k, size, angle in ((1, size_1, angle_1), (2, size_2, angle_2)):
        controls[f"size_{k}"] = FloatSlider(
            value=size,
            min=0,
            max=LARGEST,
            step=0.01,
            description=f"size of λ{'₁₂'[k - 1]}",
            style=wide,
        )
        controls[f"angle_{k}"] = IntSlider(
            angle, 0, 180, description=f"angle of λ{'₁₂'[k - 1]}, °", style=wide
        )
    controls["share"] = IntSlider(share, 0, 100, description="% kick in λ₁", style=wide)
    controls["step"] = IntSlider(step, 0, STEPS, description="step t", style=wide)
    rows = [("size_1", "angle_1"), ("size_2", "angle_2"), ("share", "step")]
    return EigenvalueExplorer(draw, controls, rows)
