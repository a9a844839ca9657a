"""A pipe, from which nothing ever comes."""

import os

STATUS, POINTS = "unreadable", 0
ANSWERS = {}


def hand_in(folder, lesson, text):
    os.mkfifo(folder / f"{lesson}.ipynb")
