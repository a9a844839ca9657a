"""Things to move: ipywidgets over rnn_core.plots."""

from .prediction import predict

__all__ = ["predict"]
