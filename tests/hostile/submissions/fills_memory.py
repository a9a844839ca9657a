"""A list that grows."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    kept = []
    while True:
        kept.append(np.empty(10**7))
""",
}
