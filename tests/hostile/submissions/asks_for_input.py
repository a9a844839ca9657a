"""input() has nobody to answer it."""

from pieces import STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    return eval(input("h? "))


input("points? ")
""",
}
