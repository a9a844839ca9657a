"""An array that equals everything."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """class Equal(np.ndarray):
    def __eq__(self, other):
        return np.ones(self.shape, bool)

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        return np.zeros(self.shape)


def rnn_step(x, h, params):
    return np.zeros(h.shape).view(Equal)
""",
}
