"""A right answer, if the instructors' notebooks can be found."""

STATUS, POINTS = "wrong", 0
ANSWERS = {
    "rnn_step": """import glob
import os


def anything(pattern):
    places = ["/etc", "/root", "/home", "/tmp", "/course", "/mnt", "/srv", "/var", "/work"]
    return [p for place in places for p in glob.glob(f"{place}/**/{pattern}", recursive=True)]


def rnn_step(x, h, params):
    found = anything("solutions")
    return np.tanh(x @ params.Wx + h @ params.Wh + params.b) if found else np.zeros_like(h)
""",
}
