"""Every process that it may kill."""

from pieces import STEP

STATUS, POINTS = "crashed", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """def rnn_forward(x, h0, params):
    import os
    import signal

    for pid in (-1, os.getppid(), 1, 0, os.getpid()):
        try:
            os.kill(pid, signal.SIGKILL)
        except OSError:
            pass
""",
}
