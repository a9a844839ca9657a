"""Pictures: pure functions, numbers in, matplotlib Figure out, each with its alternative text."""

from .generic import bars, heatmap, lines
from .picture import Picture, show
from .unrolling import unrolled

__all__ = ["Picture", "bars", "heatmap", "lines", "show", "unrolled"]
