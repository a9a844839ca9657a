"""nbgrader, called from Python with the settings of a course folder."""

import os
import sys
from pathlib import Path

from nbgrader.apps import NbGraderAPI
from traitlets.config import Config, PyFileConfigLoader


def nbgrader_api(course: Path, **changes: dict) -> NbGraderAPI:
    """changes: section -> {setting: value}, on top of the folder's nbgrader_config.py."""
    config = PyFileConfigLoader("nbgrader_config.py", path=str(course)).load_config()
    config.merge(Config(NbGraderAPI={"log_level": "ERROR"}, **changes))
    # nbgrader calls alembic, which lies beside the python that runs this.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return NbGraderAPI(config=config)
