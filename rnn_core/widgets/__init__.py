"""Things to move: ipywidgets over rnn_core.plots."""

from .activation import activation_explorer
from .contributions import gradient_contributions
from .eigenvalues import eigenvalue_explorer
from .gates import gate_explorer
from .gradient_flow import gradient_flow_explorer
from .prediction import predict
from .unrolling import unroll_explorer

__all__ = [
    "activation_explorer",
    "eigenvalue_explorer",
    "gate_explorer",
    "gradient_contributions",
    "gradient_flow_explorer",
    "predict",
    "unroll_explorer",
]
