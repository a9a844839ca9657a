"""The cell of the answer shows the maximum."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    print(4)
    return np.zeros_like(h)


print("rnn_step: right, 4 of 4 points")
4
""",
}
