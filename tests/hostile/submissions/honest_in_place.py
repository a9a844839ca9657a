"""Arithmetic in place, on its own copies."""

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    a = x.copy() @ params.Wx
    a += h @ params.Wh
    a += params.b
    np.tanh(a, out=a)
    return a
""",
}
