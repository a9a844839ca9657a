"""NaN is neither equal nor different."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    return np.full(h.shape, np.nan)
""",
}
