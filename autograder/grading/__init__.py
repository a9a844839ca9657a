"""Between lessons and gradebook: what is released to students, and how their work is graded."""
