"""An endless loop that no signal reaches."""

from pieces import STEP

STATUS, POINTS = "timed out", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    import signal

    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True:
        pass
""",
}
