import subprocess
import sys

PROGRAM = """
import pkgutil, sys
before = set(sys.modules)
import rnn_core
for module in pkgutil.iter_modules(rnn_core.__path__):
    if module.name not in ("train", "data", "plots", "widgets"):
        __import__("rnn_core." + module.name)
loaded = {name.partition(".")[0] for name in set(sys.modules) - before}
print(sorted(loaded - set(sys.stdlib_module_names)))
"""


def test_the_mathematics_loads_numpy_alone():
    run = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert run.stdout == "['numpy', 'rnn_core']\n", run.stderr
