"""environment.yml asks conda for what pyproject.toml asks pip for."""

import tomllib
from pathlib import Path

import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHON, *PACKAGES, PIP, FROM_PIP = yaml.safe_load(
    (ROOT / "environment.yml").read_text(encoding="utf-8")
)["dependencies"]


def test_same_packages_in_the_same_ranges():
    assert PACKAGES == PROJECT["dependencies"]


def test_the_rest_is_pyproject_itself():
    assert (PIP, FROM_PIP) == ("pip", {"pip": ["-e .[dev]"]})


def test_python_is_a_supported_one():
    name, version = PYTHON.split("=")
    assert name == "python" and version in SpecifierSet(PROJECT["requires-python"])
