"""Pictures: pure functions, numbers in, matplotlib Figure out, each with its alternative text."""

from .generic import bars, heatmap, lines
from .picture import Picture, show

__all__ = ["Picture", "bars", "heatmap", "lines", "show"]
