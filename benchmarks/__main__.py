"""python -m benchmarks: four tables, all measured in this run, and the machine it ran on."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from benchmarks import grading, notebooks, recurrent, redraw


def main():
    print(machine())
    for measured in (recurrent, redraw, notebooks, grading):
        title, header, rows = measured.table()
        print(f"\n{title}\n")
        print(aligned([header, *rows]), flush=True)


def machine():
    """->  one line: processor, cores, NumPy with its BLAS, torch."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    try:
        torch = version("torch")
    except PackageNotFoundError:
        torch = "not installed"
    return (
        f"{processor()}, {os.cpu_count()} cores · Python {platform.python_version()} · "
        f"NumPy {np.__version__} with {blas['name']} {blas['version']} · torch {torch}"
    )


def processor():
    cpuinfo = Path("/proc/cpuinfo")  # platform.processor() is empty on Linux
    if cpuinfo.exists():
        for line in cpuinfo.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


if __name__ == "__main__":
    main()
