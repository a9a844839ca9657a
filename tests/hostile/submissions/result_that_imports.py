"""A reply with a named tuple whose type is os.system."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import autograder.calls

call = ["touch /tmp/imported-was-here"]
autograder.calls.pack = lambda value: {"tuple": call, "type": "os:system"}


def rnn_step(x, h, params):
    return np.zeros_like(h)
""",
}
