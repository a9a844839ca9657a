"""Pictures: pure functions, numbers in, matplotlib Figure out, each with its alternative text."""

from .activation import activation_run
from .contributions import gradient_paths
from .eigenvalues import eigenvalue_response
from .generic import bars, heatmap, lines
from .multiples import small_multiples
from .picture import Picture, show
from .unrolling import unrolled

__all__ = [
    "Picture",
    "activation_run",
    "bars",
    "eigenvalue_response",
    "gradient_paths",
    "heatmap",
    "lines",
    "show",
    "small_multiples",
    "unrolled",
]
