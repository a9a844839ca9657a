"""What all widgets share: one picture that changes in place when a control moves."""

import os

from IPython import get_ipython


def front_end_is_live():
    """False where nobody can move a slider: while grading or building, and outside a kernel."""
    return "NBGRADER_EXECUTION" not in os.environ and hasattr(get_ipython(), "kernel")
