"""Things to move: ipywidgets over rnn_core.plots."""

from .prediction import predict
from .unrolling import unroll_explorer

__all__ = ["predict", "unroll_explorer"]
