"""What lesson 06 asks of the explorers has the answer that its questions expect."""

import numpy as np
import pytest

from autograder.exercises import load
from rnn_core.widgets import gate_explorer, gradient_flow_explorer


def test_the_forget_gate_that_leaves_half():
    def left(keep):
        title = gate_explorer(then="ignore", read=16, keep=keep).picture().get_suptitle()
        return int(title.split(": ")[1].split(" %")[0])

    settings = np.round(np.arange(0.9, 1.001, 0.01), 2)
    half = min(keep for keep in settings if left(keep) >= 50)
    assert half == load("lstm_half").reference()


@pytest.mark.parametrize(("bias", "arrives"), [(1.5, False), (2.0, True)])
def test_the_bias_that_carries_thirty_steps(bias, arrives):
    explorer = gradient_flow_explorer(
        cells=("rnn", "lstm"), radius=0.1, T=30, sequence="quiet", keep_bias=bias
    )
    assert (" > 29" in explorer.picture().get_suptitle()) == arrives
    assert load("lstm_flow").reference() == 2
