"""Single precision inside."""

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    x, h, Wx, Wh, b = (a.astype(np.float32) for a in (x, h, *params))
    return np.tanh(x @ Wx + h @ Wh + b)
""",
}
