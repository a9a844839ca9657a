"""Experiments, plots, a failing cell, and magics all over the notebook."""

from pieces import FORWARD, STEP

STATUS, POINTS = "wrong", 8
ANSWERS = {"rnn_step": STEP, "rnn_forward": FORWARD}


def change(cells):
    own = [
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "%timeit -n 1 -r 1 1 + 1",
        "this is not Python",
        "1 / 0",
        "from rnn_core import rnn\nrnn.step(1, 2, 3)",
        "%%writefile notes.txt\nremember",
        "!echo hello",
    ]
    for k, source in enumerate(own):
        cell = {"cell_type": "code", "id": f"own{k}", "metadata": {}, "source": source}
        cells.insert(8 * k + 3, cell | {"outputs": [], "execution_count": k})
