"""Lesson 01, Unrolling: its six exercises, one a file, and its closing questions."""
