"""The grader's own import gets a module of the learner's."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import builtins
import types

real = builtins.__import__


def forged(name, *args, **options):
    if name == "autograder.calls":
        made = types.SimpleNamespace(calls=types.SimpleNamespace(call=lambda request: 4))
        return made
    return real(name, *args, **options)


builtins.__import__ = forged
"""
