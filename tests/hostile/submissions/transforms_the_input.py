"""IPython drops every line that holds a check."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """def drop(lines):
    return ["4\\n" if "check(" in line or "calls" in line else line for line in lines]


get_ipython().input_transformers_post.append(drop)
get_ipython().input_transformers_cleanup.append(drop)
"""
