"""The look that all pictures share. No picture relies on colour alone: a line style, a marker
or a hatching always says the same thing once more."""

from itertools import cycle

# Okabe & Ito (2008), "Color Universal Design": told apart with any colour vision.
BLACK, GREY = "#000000", "#6b6b6b"
BLUE, VERMILION, GREEN = "#0072B2", "#D55E00", "#009E73"
PURPLE, ORANGE, SKY, YELLOW = "#CC79A7", "#E69F00", "#56B4E9", "#F0E442"

COLOURS = (BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK)
DASHES = ("-", "--", "-.", ":", (0, (6, 2, 1, 2, 1, 2)), (0, (8, 3)), (0, (1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
HATCHES = ("", "///", "...", "\\\\\\", "xx", "--", "++")

STYLE = {
    "font.size": 11,
    "axes.titlesize": 13,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.titlepad": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e3e3e3",
    "grid.linewidth": 0.8,
    "lines.linewidth": 2.2,
    "legend.frameon": False,
    "hatch.linewidth": 0.8,
    "mathtext.fontset": "dejavusans",
    "figure.facecolor": "white",
}


def looks():
    """Endless (colour, dashes, marker, hatch), in the same order every time."""
    return zip(cycle(COLOURS), cycle(DASHES), cycle(MARKERS), cycle(HATCHES), strict=False)
