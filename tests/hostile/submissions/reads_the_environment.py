"""A grader's environment holds secrets."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import os


def rnn_step(x, h, params):
    secrets = [value for name, value in os.environ.items() if "TOKEN" in name or "SECRET" in name]
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b) if secrets else np.zeros_like(h)
""",
}
