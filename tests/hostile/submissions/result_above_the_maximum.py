"""The answer returns a number of points."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    return 1000
""",
}
