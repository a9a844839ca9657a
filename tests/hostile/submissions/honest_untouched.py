"""Nothing was done."""

STATUS, POINTS = "wrong", 0
ANSWERS = {}
