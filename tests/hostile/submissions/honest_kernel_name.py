"""A kernel of the student's own, and a language of that name."""

from pieces import STEP

STATUS, POINTS = "wrong", 4
ANSWERS = {"rnn_step": STEP}
METADATA = {"kernelspec": {"name": "my-env", "display_name": "My env", "language": "python"}}
