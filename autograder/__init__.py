"""Checks what students write, and grades whole classes."""

from autograder.check import check, yours_or_ours

__all__ = ["check", "yours_or_ours"]
