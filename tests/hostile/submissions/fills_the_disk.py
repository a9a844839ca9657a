"""Files, until no more can be written."""

from pieces import STEP

STATUS, POINTS = "over a limit", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    for k in range(10**6):
        with open(f"/tmp/{k}", "wb") as file:
            file.write(bytes(2**20))
""",
}
