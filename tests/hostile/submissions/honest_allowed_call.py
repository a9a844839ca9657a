"""rnn_forward may call the course's own step."""

from pieces import STEP

STATUS, POINTS = "wrong", 8
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """from rnn_core import rnn


def rnn_forward(x, h0, params):
    h, states = h0, []
    for x_t in x:
        h, _ = rnn.step(x_t, h, params)
        states.append(h)
    return np.stack(states)
""",
}
