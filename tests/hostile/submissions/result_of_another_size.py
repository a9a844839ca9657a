"""A reply whose arrays are larger than their bytes."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import autograder.calls

autograder.calls.pack = lambda value: {
    "array": "", "dtype": "<f8", "shape": [10**6, 10**6], "order": "C"
}


def rnn_step(x, h, params):
    return np.zeros_like(h)
""",
}
