"""Pictures: pure functions, numbers in, matplotlib Figure out, each with its alternative text."""

from .contributions import gradient_paths
from .generic import bars, heatmap, lines
from .picture import Picture, show
from .unrolling import unrolled

__all__ = ["Picture", "bars", "gradient_paths", "heatmap", "lines", "show", "unrolled"]
