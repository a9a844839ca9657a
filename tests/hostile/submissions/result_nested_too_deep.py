"""A reply that no reader of JSON comes out of."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import autograder.calls

autograder.calls.pack = lambda value: {"list": "deep"}
real = autograder.calls.Reply._repr_mimebundle_


def deep(self, include=None, exclude=None):
    value = []
    for _ in range(900):
        value = [value]
    return {"application/json": value, "text/plain": ""}


autograder.calls.Reply._repr_mimebundle_ = deep


def rnn_step(x, h, params):
    return np.zeros_like(h)
""",
}
