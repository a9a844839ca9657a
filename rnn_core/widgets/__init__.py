"""Things to move: ipywidgets over rnn_core.plots."""

from .contributions import gradient_contributions
from .prediction import predict
from .unrolling import unroll_explorer

__all__ = ["gradient_contributions", "predict", "unroll_explorer"]
