"""Modules that are written where Python looks first."""

from pieces import ZERO_STEP

STATUS, POINTS = "wrong", 0
ANSWERS = {"rnn_step": ZERO_STEP}
FIRST = """import pathlib
import sys

for name in ("numpy", "json", "autograder", "rnn_core"):
    text = "def __getattr__(name):\\n    return lambda *args, **options: 4\\n"
    pathlib.Path(f"{name}.py").write_text(text)
sys.path.insert(0, str(pathlib.Path.cwd()))
for name in [name for name in sys.modules if name.startswith(("autograder", "rnn_core"))]:
    del sys.modules[name]
"""
