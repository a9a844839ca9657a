"""A board for graphs: nodes, arrows and words, placed in pixels of the page from the lower left."""

from functools import cache

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.patches import FancyBboxPatch, PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, Bbox, TransformedBbox

from .picture import PIXELS_PER_INCH, Picture
from .style import GREY

RADIUS = 21  # of a node
PALE = "#d4d4d4"
FILLS = {"state": "#dcecf7", "input": "#f4f4f4", "output": "#e3f3ec", "loss": "#fbe7d9"}
POINT = PIXELS_PER_INCH / 72
STRAIGHT = [Path.MOVETO, Path.LINETO]
CURVED = [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4]


@cache
def _outline(text, size, weight):
    """Words as a path: formulas are parsed once, which makes a redraw four times as fast."""
    path = TextPath((0, 0), text, size=size * POINT, prop=FontProperties(weight=weight))
    return path, path.vertices[:, 0].min(), path.vertices[:, 0].max()


@cache
def _rounded(width, height, radius):
    style = f"round,pad=0,rounding_size={radius}"
    return FancyBboxPatch((-width / 2, -height / 2), width, height, boxstyle=style).get_path()


class Board:
    """Things drawn later lie above things drawn earlier, except that `depth` says otherwise."""

    def __init__(self, width, height, title):
        self.picture = Picture(figsize=(width / PIXELS_PER_INCH, height / PIXELS_PER_INCH))
        self.picture.suptitle(
            title, x=20 / width, y=1 - 16 / height, ha="left", va="top", size=13, weight="bold"
        )
        self.pixels = Affine2D().scale(1 / PIXELS_PER_INCH) + self.picture.dpi_scale_trans

    def shape(
        self,
        path,
        place=(0, 0),
        *,
        fill="none",
        edge="none",
        width=0.0,
        dashes="-",
        joins="miter",
        depth=3,
        inside=None,
    ):
        """inside: two opposite corners of a rectangle; what lies beyond it is not drawn.

        joins: "round" for outlines that may be needles, whose sharp ends would stick out.
        """
        transform = Affine2D().translate(*place) + self.pixels
        artist = PathPatch(
            path,
            facecolor=fill,
            edgecolor=edge,
            linewidth=width,
            linestyle=dashes,
            capstyle="butt",
            joinstyle=joins,
            transform=transform,
            zorder=depth,
        )
        self.picture.add_artist(artist)
        if inside is not None:
            artist.set_clip_box(TransformedBbox(Bbox(inside), self.pixels))

    def line(self, points, *, colour=GREY, width=1.4, dashes="-", depth=2):
        codes = CURVED if len(points) == 4 else STRAIGHT
        self.shape(Path(points, codes), edge=colour, width=width, dashes=dashes, depth=depth)

    def write(self, place, text, *, size=10, align="center", weight="normal", colour="black"):
        """Words whose lower-case letters are centred on the height of `place`."""
        path, left, right = _outline(text, size, weight)
        shift = {"left": left, "center": (left + right) / 2, "right": right}[align]
        x, y = place
        self.shape(path, (x - shift, y - 0.37 * size * POINT), fill=colour, depth=5)

    def box(self, centre, size, *, fill="white", edge="black", width=1.4, radius=6, dashes="-"):
        path = _rounded(*size, radius)
        self.shape(path, centre, fill=fill, edge=edge, width=width, dashes=dashes)

    def node(self, place, text, kind, *, edge="black", width=1.4):
        """A state is a circle, an input or output a rounded box, a loss a diamond."""
        look = {"fill": FILLS[kind], "edge": edge, "width": width}
        if kind == "state":
            self.shape(Path.circle(radius=RADIUS), place, **look)
        elif kind == "loss":
            r = RADIUS + 4
            self.shape(Path([(-r, 0), (0, r), (r, 0), (0, -r), (-r, 0)]), place, **look)
        else:
            self.box(place, (2 * RADIUS - 4, 2 * RADIUS - 10), **look)
        self.write(place, text, size=11)

    def ghost(self, place):
        """Where a step would be if the sequence were longer."""
        self.shape(Path.circle(radius=RADIUS), place, edge=PALE, width=1, dashes=(0, (2, 2)))

    def arrow(self, start, end, *, colour=GREY, width=1.4, dashes="-"):
        """A straight arrow between two nodes, from rim to rim; returns its middle."""
        start, end = np.array(start, float), np.array(end, float)
        along = (end - start) / np.hypot(*(end - start))
        start, end = start + (RADIUS + 2) * along, end - (RADIUS + 2) * along
        self._head(end, along, colour, width)
        self.line([start, end - 6 * along], colour=colour, width=width, dashes=dashes)
        return (start + end) / 2

    def delayed(self, points, *, colour=GREY, width=1.4):
        """A curved arrow (start, two handles, end) with the square that stands for one step's
        delay; returns the square's place."""
        start, out, back, end = np.array(points, float)
        along = (end - back) / np.hypot(*(end - back))
        self._head(end, along, colour, width)
        self.line([start, out, back, end - 6 * along], colour=colour, width=width)
        middle = (start + 3 * out + 3 * back + end) / 8
        self.box(middle, (12, 12), fill="black", width=0, radius=0.1)
        return middle

    def _head(self, tip, along, colour, width):
        across = np.array([-along[1], along[0]])
        length, half = 7 + 1.6 * width, 3 + 0.9 * width
        left, right = (-length * along + side * half * across for side in (1, -1))
        self.shape(Path([(0, 0), left, right, (0, 0)]), tip, fill=colour, depth=2.5)

    def tag(self, place, text, colour):
        """The label of a marked arrow."""
        _, left, right = _outline(text, 12, "normal")
        self.box(place, (right - left + 9, 22), edge=colour, width=1.2, radius=4)
        self.write(place, text, size=12)

    def chip(self, corner, size, lines, *, edge=PALE, width=1.2):
        """A rounded box with lines of text, the first of them bold; `corner` is its lower left."""
        (x, y), (w, h) = corner, size
        self.box((x + w / 2, y + h / 2), size, edge=edge, width=width, radius=8)
        for k, line in enumerate(lines):
            weight = "bold" if k == 0 else "normal"
            self.write((x + 14, y + h - 20 - 22 * k), line, align="left", size=10.5, weight=weight)
