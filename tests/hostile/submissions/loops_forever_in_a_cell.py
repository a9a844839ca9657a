"""An endless loop beside an answer; what comes after it is graded."""

from pieces import STEP

STATUS, POINTS = "timed out", 8
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    h, states = h0, []
    for x_t in x:
        h = rnn_step(x_t, h, params)
        states.append(h)
    return np.stack(states)


while True:
    pass
""",
}
