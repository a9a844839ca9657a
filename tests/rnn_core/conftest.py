import numpy as np
import pytest
from hypothesis import settings

settings.register_profile("rnn_core", deadline=None, derandomize=True)
settings.load_profile("rnn_core")


@pytest.fixture
def rng():
    return np.random.default_rng(0)
