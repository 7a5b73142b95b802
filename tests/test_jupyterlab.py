"""JupyterLab as `make lab` starts it: each notebook opened and run from the menu, in a browser, as the analyst does."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.test_browser import CHROMIUM, FLAGS, ROOT

NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
TOKEN = "for-this-test-only"
SECONDS = 180

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine"),
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project, since notebooks that are run there are saved with their outputs."""
    copy = tmp_path_factory.mktemp("lab") / "gonggu"
    left_out = shutil.ignore_patterns(".*", "tests", "docs", "processed", "node_modules", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=left_out)
    for folder in (copy / "outputs", copy / "data" / "processed"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
    (copy / ".venv").symlink_to(sys.prefix)
    return copy


@pytest.fixture(scope="module")
def lab(project: Path) -> Iterator[str]:
    """The address of a JupyterLab that `make lab` has started in the copy."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = project.parent / "config"
    config.mkdir()
    settings = {"token": TOKEN, "port": port, "open_browser": False, "allow_root": True}
    (config / "jupyter_server_config.json").write_text(
        json.dumps({"ServerApp": settings, "IdentityProvider": {"token": TOKEN}}), encoding="utf-8"
    )
    environment = os.environ | {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_DATA_DIR": str(project.parent / "own"),
        "PYTHONPATH": str(project),
    }
    # The environment is there: nothing is to be installed.
    words = ["make", "--assume-old=.venv/.ready", "lab"]
    with (project.parent / "told").open("w") as told:
        running = subprocess.Popen(
            words, cwd=project, env=environment, stdout=told, stderr=told, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/api?token={TOKEN}", running)
        yield address
    finally:
        os.killpg(running.pid, signal.SIGTERM)
        running.wait(30)


def _wait(address: str, running: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and running.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise AssertionError("JupyterLab has not come up")


@pytest.fixture(scope="module")
def page(lab: str) -> Iterator[Page]:
    """The browser, where JupyterLab opens by itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900}, locale="zh-CN")
        opened.set_default_timeout(SECONDS * 1000)
        opened.goto(f"{lab}/?token={TOKEN}")
        yield opened
        browser.close()


@pytest.mark.timeout(2 * SECONDS)
@pytest.mark.parametrize("name", NAMES)
def test_a_notebook_runs_from_the_menu_without_an_error(page: Page, project: Path, name: str) -> None:
    path = project / "notebooks" / f"{name}.ipynb"
    # The file browser stands in notebooks/, the menus speak Chinese.
    page.locator(".jp-DirListing-itemText", has_text=path.name).dblclick()
    page.locator(".lm-TabBar-tab.jp-mod-current", has_text=path.name).wait_for()
    page.locator("#jp-main-statusbar", has_text="Python 3 (ipykernel) | 空闲").wait_for()
    page.locator(".lm-MenuBar-item", has_text="运行").click()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile("^运行所有单元格$")).click()
    cells = _cells_once_run(page, path)
    assert _errors(cells) == []
    assert sum(bool(cell["outputs"]) for cell in cells) >= 3
    page.screenshot(path=project.parent / f"{name}.png")
    page.keyboard.press("Alt+w")


def _cells_once_run(page: Page, path: Path) -> list[dict[str, Any]]:
    """The code cells as JupyterLab saves them, once the last has run or one has failed."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        page.keyboard.press("Control+s")
        page.wait_for_timeout(1000)
        cells = [one for one in json.loads(path.read_text("utf-8"))["cells"] if one["cell_type"] == "code"]
        if _errors(cells) or all(cell["execution_count"] for cell in cells):
            return cells
    page.screenshot(path=path.with_suffix(".png"))
    raise AssertionError(f"{path.name} has not come to its end")


def _errors(cells: list[dict[str, Any]]) -> list[str]:
    """What failed or was complained of."""
    outputs = [output for cell in cells for output in cell["outputs"]]
    failed = [output["evalue"] for output in outputs if output["output_type"] == "error"]
    return failed + ["".join(output["text"]) for output in outputs if output.get("name") == "stderr"]
