"""A helper below the check, which was run before it."""

STATUS, POINTS = "wrong", 4
ANSWERS = {
    "rnn_step": """def rnn_step(x, h, params):
    return squashed(x @ params.Wx + h @ params.Wh + params.b)
""",
}


def change(cells):
    k = [cell["id"] for cell in cells].index("rnn_step")
    source = "def squashed(a):\n    return np.tanh(a)"
    cell = {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": []}
    cells.insert(k + 2, cell | {"execution_count": 1})
