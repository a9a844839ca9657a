"""An array of objects that run code when they are unpickled."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """class Evil:
    def __reduce__(self):
        import os

        return os.system, ("touch /tmp/pickled-was-here",)


def rnn_step(x, h, params):
    return np.array([[Evil()] * h.shape[1]] * h.shape[0], dtype=object)
""",
}
