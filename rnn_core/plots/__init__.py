"""Pictures: pure functions, numbers in, matplotlib Figure out, each with its alternative text."""

from .activation import activation_run
from .contributions import gradient_paths
from .depth import layer_gradients
from .eigenvalues import eigenvalue_response
from .flow import gradient_flow
from .four_cells import four_cells
from .gates import gate_run
from .generic import bars, heatmap, lines
from .landscape import descents
from .leak import leaky_unit
from .multiples import small_multiples
from .picture import Picture, show
from .reservoir import reservoir_run
from .unrolling import unrolled

__all__ = [
    "Picture",
    "activation_run",
    "bars",
    "descents",
    "eigenvalue_response",
    "four_cells",
    "gate_run",
    "gradient_flow",
    "gradient_paths",
    "heatmap",
    "layer_gradients",
    "leaky_unit",
    "lines",
    "reservoir_run",
    "show",
    "small_multiples",
    "unrolled",
]
