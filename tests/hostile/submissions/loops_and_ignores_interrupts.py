"""An endless loop that catches everything."""

from pieces import STEP

STATUS, POINTS = "timed out", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
""",
}
