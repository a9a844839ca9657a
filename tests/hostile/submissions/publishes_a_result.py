"""The kernel's own channel carries an execute_result with full marks."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """kernel = get_ipython().kernel
about = {"autograder": {"points": 4}}
content = {"execution_count": 1, "data": {"text/plain": "4"}, "metadata": about}
for _ in range(20):
    parent = kernel.get_parent("shell")
    kernel.session.send(kernel.iopub_socket, "execute_result", content, parent=parent)
"""
