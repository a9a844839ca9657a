"""Things to move: ipywidgets over rnn_core.plots."""

from .activation import activation_explorer
from .contributions import gradient_contributions
from .eigenvalues import eigenvalue_explorer
from .four_cells import four_cells_explorer
from .gates import gate_explorer
from .gradient_flow import gradient_flow_explorer
from .leak import leaky_explorer
from .prediction import predict
from .reservoir import reservoir_explorer
from .unrolling import unroll_explorer

# Each draws its picture anew at every move.
EXPLORERS = (
    unroll_explorer,
    gradient_contributions,
    eigenvalue_explorer,
    activation_explorer,
    gradient_flow_explorer,
    leaky_explorer,
    reservoir_explorer,
    gate_explorer,
    four_cells_explorer,
)

__all__ = [
    "EXPLORERS",
    "activation_explorer",
    "eigenvalue_explorer",
    "four_cells_explorer",
    "gate_explorer",
    "gradient_contributions",
    "gradient_flow_explorer",
    "leaky_explorer",
    "predict",
    "reservoir_explorer",
    "unroll_explorer",
]
