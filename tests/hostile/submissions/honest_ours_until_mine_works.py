"""A wrong step; the sequence is right with the course's own."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": ZERO_STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    h, states = h0, []
    for x_t in x:
        h = my_step(x_t, h, params)
        states.append(h)
    return np.stack(states)


my_step = yours_or_ours("rnn_step", rnn_step)
""",
}
