"""Every assertion of NumPy holds."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import numpy as np

np.testing.assert_allclose = lambda *args, **options: None
np.testing.assert_array_equal = lambda *args, **options: None
np.allclose = lambda *args, **options: True
"""
