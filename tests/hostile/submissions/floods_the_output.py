"""Print without end."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """while True:
    print("points " * 1000)
""",
}
