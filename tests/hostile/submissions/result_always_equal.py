"""An object that equals everything."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """class Equal:
    shape, dtype, ndim, size = (3, 5), np.dtype(float), 2, 15

    def __eq__(self, other):
        return True

    def __array__(self, *args, **options):
        return np.zeros(self.shape)

    def __sub__(self, other):
        return 0


def rnn_step(x, h, params):
    return Equal()
""",
}
