"""One JupyterLab and one headless Chromium for all tests of this folder."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from lab import Lab

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.fixture(scope="session")
def chromium():
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        need = "Browser tests need Chromium on the PATH (Debian: apt install chromium)."
        if os.environ.get("CI"):
            pytest.fail(need, pytrace=False)
        pytest.skip(need)
    return found


@pytest.fixture(scope="session")
def address(chromium, tmp_path_factory):
    """The address of a JupyterLab on a copy of course/."""
    folder = tmp_path_factory.mktemp("jupyter")
    shutil.copytree(ROOT / "course", folder / "course")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    own = ("CONFIG", "DATA", "RUNTIME")
    environment = os.environ | {f"JUPYTER_{name}_DIR": str(folder / name) for name in own}
    environment |= {"IPYTHONDIR": str(folder / "ipython"), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--expose-app-in-browser"]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.root_dir={folder / 'course'}"] + AS_ROOT * ["--allow-root"]
    log = folder / "server.log"
    with log.open("w") as file:
        server = subprocess.Popen(command, env=environment, stdout=file, stderr=file)
    try:
        wait_for_server(server, f"http://127.0.0.1:{port}/api?token={token}", log)
        yield f"http://127.0.0.1:{port}/lab/workspaces/{{name}}/tree/{{name}}/{{name}}.ipynb?token={token}"
    finally:
        server.terminate()  # ends the kernels, too
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def wait_for_server(server, address, log, seconds=60):
    deadline = time.monotonic() + seconds
    while server.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text()}", pytrace=False)


@pytest.fixture(scope="session")
def browser(chromium):
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        arguments = ARGUMENTS + AS_ROOT * ["--no-sandbox"]
        browser = driver.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def open_lesson(address, browser):
    """name of a lesson  ->  its notebook in JupyterLab, not yet run."""
    opened = {}

    def open_once(name):
        if name not in opened:
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
            opened[name] = Lab(page, address.format(name=name))
        return opened[name]

    return open_once
