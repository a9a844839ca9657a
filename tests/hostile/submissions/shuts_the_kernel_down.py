"""The kernel is asked to end."""

from pieces import STEP

STATUS, POINTS = "crashed", 4
ANSWERS = {
    "rnn_step": STEP,
    "rnn_forward": """import os
import threading

threading.Timer(0.1, lambda: os.kill(os.getpid(), 15)).start()
get_ipython().kernel.do_shutdown(False)
get_ipython().kernel.iopub_socket.close()


def rnn_forward(x, h0, params):
    return h0
""",
}
