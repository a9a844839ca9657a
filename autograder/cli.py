"""autograder build | report: the commands behind the Makefile's targets."""

import argparse
import sys
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(prog="autograder", description=__doc__)
    commands = parser.add_subparsers(required=True)

    build = commands.add_parser("build", help="text of the lessons -> notebooks")
    build.add_argument("lessons", nargs="*", metavar="LESSON")
    build.add_argument(
        "--all", action="store_true", help="run lessons whose code is unchanged, too"
    )
    build.set_defaults(run=run_build)

    report = commands.add_parser("report", help="what each check gives to every known answer")
    report.add_argument("--exercises", nargs="*", metavar="ID", required=True)
    report.set_defaults(run=run_report)

    options = parser.parse_args()
    sys.exit(options.run(options))


def run_build(options):
    from autograder.build import BuildError, build

    try:
        build(Path.cwd(), options.lessons, run_all=options.all)
    except BuildError as error:
        return str(error)


def run_report(options):
    from autograder.matrix import print_matrix

    return 0 if print_matrix(options.exercises) else 1
