"""Write ONNX's own test cases for RNN, LSTM and GRU beside this file: python make_onnx_golden.py

Made once with onnx 1.23.2 and committed, so that the tests need no onnx. The arrays of a case are
its inputs and outputs under ONNX's names, as `case/name`. Left out: the cases of other directions,
and the one of the GRU whose reset gate acts before the product, which is another cell than ours
(the other cases of the GRU start from a zero state and make one step, where both are the same).
"""

from pathlib import Path

import numpy as np
from onnx.backend.test.case.node import gru, lstm, rnn

HERE = Path(__file__).parent
KINDS = [(rnn, rnn.RNN), (lstm, lstm.LSTM), (gru, gru.GRU)]
CASES = ["export_defaults", "export_initial_bias", "export_batchwise"]


def arrays():
    """->  {case/name: array}."""
    found = {}

    def record(node, inputs, outputs, name):
        names = [n for n in (*node.input, *node.output) if n]
        case = dict(zip(names, [*inputs, *outputs], strict=True))
        batch_first = any(a.name == "layout" and a.i for a in node.attribute)
        for key, array in case.items():
            moved = batch_first and key in ("X", "Y", "Y_h")
            found[f"{name}/{key}"] = np.moveaxis(array, 0, -2) if moved else array

    for module, kind in KINDS:
        module.expect = record
        extra = ["export_peepholes"] * (module is lstm) + ["export_seq_length"] * (module is rnn)
        for export in CASES + extra:
            getattr(kind, export)()
    return found


if __name__ == "__main__":
    np.savez_compressed(HERE / "onnx.npz", **arrays())
