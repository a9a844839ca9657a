"""What a notebook finds as `autograder` while it is graded.

This folder is copied into the sandbox, with outcome.py and wire.py beside it. Verdicts are formed
elsewhere: nothing here knows what is right.
"""


def check(id, answer, seed=None):
    """In the lesson this reports; here, the grader writes the report itself."""
    print(f"{id} is checked by the grader.")


def yours_or_ours(id, answer):
    """As in the lesson: the answer once it was found right, the course's own until then."""
    from autograder import calls

    return answer if id in calls.passed else calls.ours(id)
