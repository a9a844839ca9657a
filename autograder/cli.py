"""autograder build | grade | report: the commands behind the Makefile's targets."""

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

    grade = commands.add_parser("grade", help="grades all that was handed in for a lesson")
    grade.add_argument("lesson", metavar="LESSON")
    grade.add_argument("--workers", type=int, metavar="N", help="at once; one a core unless given")
    grade.add_argument("--cluster", default="", metavar="ADDRESS", help="of a dask scheduler")
    grade.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run what students wrote with all of your own rights",
    )
    grade.set_defaults(run=run_grade)

    report = commands.add_parser("report", help="how a class did; or what each check gives to what")
    what = report.add_mutually_exclusive_group(required=True)
    what.add_argument("lesson", nargs="?", metavar="LESSON")
    what.add_argument("--exercises", nargs="*", metavar="ID", help="to every known answer")
    report.set_defaults(run=run_report)

    options = parser.parse_args()
    try:
        sys.exit(options.run(options))
    except BrokenPipeError:  # `| head`, or `| less` that was left
        sys.stderr.close()


def run_build(options):
    from autograder.build import BuildError, build

    try:
        build(Path.cwd(), options.lessons, run_all=options.all)
    except BuildError as error:
        return str(error)


def run_grade(options):
    from autograder.grading.batch import CannotGrade, grade_lesson
    from autograder.grading.table import print_table

    try:
        rows = grade_lesson(
            Path.cwd(), options.lesson, not options.no_sandbox, options.workers, options.cluster
        )
    except CannotGrade as error:
        return str(error)
    except KeyboardInterrupt:
        return "\nStopped. What is graded is kept: the same command goes on from here."
    print_table(options.lesson, rows)


def run_report(options):
    if options.lesson is None:
        from autograder.matrix import print_matrix

        return 0 if print_matrix(options.exercises) else 1

    from autograder.grading.overview import overview
    from autograder.grading.terms import CannotGrade

    try:
        overview(Path.cwd(), options.lesson)
    except CannotGrade as error:
        return str(error)
