"""Integers of a thousand digits, and no finite float."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    return [[10**1000] * h.shape[1]] * h.shape[0]
""",
}
