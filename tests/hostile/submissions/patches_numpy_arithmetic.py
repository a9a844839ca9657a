"""No difference is ever seen."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import numpy as np

np.abs = lambda array, *args, **options: np.zeros_like(array)
np.isfinite = lambda array, *args, **options: np.ones(np.shape(array), bool)
np.any = lambda *args, **options: False
"""
