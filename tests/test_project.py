"""What a fresh clone promises: the make targets, the lock, the commands."""

import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.mark.parametrize("target", ["lab", "test", "build", "demo", "bench", "lock"])
def test_make_knows(target):
    run = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_make_lab_passes_arguments_on():
    command = ["make", "--dry-run", "lab", "ARGS=--no-browser --port=8899"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert "--no-browser --port=8899" in run.stdout
    assert "course/00_start_here/00_start_here.ipynb" in run.stdout


def test_every_locked_package_has_a_version_and_hashes():
    packages = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(packages) > 50
    for package in packages:
        assert re.match(r"[\w.-]+(\[[\w,-]+\])?==\S+", package), package
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package


def test_the_lock_names_no_index_and_no_host():
    assert "://" not in LOCK
    assert "index-url" not in LOCK and "find-links" not in LOCK and "trusted-host" not in LOCK


def test_the_lock_holds_every_direct_dependency():
    locked = set(re.findall(r"^([\w.-]+)(?:\[[^]]*\])?==", LOCK, flags=re.M))
    extras = PROJECT["optional-dependencies"]
    wanted = PROJECT["dependencies"] + extras["dev"] + extras["grading"] + extras["cluster"]
    names = {re.match(r"[\w.-]+", requirement).group().lower() for requirement in wanted}
    assert names - {PROJECT["name"]} <= locked


def test_every_command_exists():
    for place in PROJECT["scripts"].values():
        module, function = place.split(":")
        assert callable(getattr(import_module(module), function))


def test_continuous_integration_is_make_test_with_a_browser_and_a_sandbox():
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    text = script.read_text(encoding="utf-8")
    assert "chromium" in text and "bubblewrap" in text and "make test" in text
    assert subprocess.run(["sh", "-n", script]).returncode == 0
