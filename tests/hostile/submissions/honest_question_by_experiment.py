"""A closing question, worked out with rnn_core."""

from pieces import STEP

STATUS, POINTS = "wrong", 5
ANSWERS = {
    "rnn_step": STEP,
    "unrolling_second_state": """unit = np.ones((1, 1))
both = np.array([1.0, 0.5]).reshape(2, 1, 1)
reached, _ = rnn.forward(both, 0.5 * unit, rnn.Params(2 * unit, -unit, np.array([0.5])))
second_state = reached[1, 0, 0]
""",
}
