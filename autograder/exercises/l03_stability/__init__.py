"""Lesson 03, Eigenvalues and stability: six exercises, one a file, and the closing questions."""
