"""yours_or_ours gives the course's own answer."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """from autograder import yours_or_ours

rnn_step = yours_or_ours("rnn_step", None)
""",
}
