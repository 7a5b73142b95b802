"""Where a value may hide in notebooks, JSON, plain files and their names."""

import base64
import json
from typing import Any
from urllib.parse import quote

import nbformat

from tests.privacy.places import File, Place, Places, registering
from tests.privacy.places_in_pictures import png, svg

PLACES: Places = {}
_place = registering(PLACES)


def _notebook(cell: Any = None, **metadata: Any) -> File:
    made = nbformat.v4.new_notebook(metadata=metadata)  # type: ignore[no-untyped-call]
    made.cells = [nbformat.v4.new_markdown_cell("## 读入与核查"), *([cell] if cell else [])]  # type: ignore[no-untyped-call]
    # Lines apart, as JupyterLab keeps them.
    return "notebooks/5_report.ipynb", nbformat.writes(made, version=4).encode()  # type: ignore[no-untyped-call]


def _output(**output: Any) -> File:
    cell = nbformat.v4.new_code_cell("work")  # type: ignore[no-untyped-call]
    cell.outputs = [nbformat.from_dict(output)]  # type: ignore[no-untyped-call]
    return _notebook(cell)


def _shown(mime: str, content: object) -> File:
    return _output(output_type="display_data", metadata={}, data={mime: content})


_IN_NOTEBOOK: dict[str, Place] = {
    "code": lambda text: _notebook(nbformat.v4.new_code_cell(f"# 查 {text}\nwork")),  # type: ignore[no-untyped-call]
    "Markdown": lambda text: _notebook(nbformat.v4.new_markdown_cell(f"户主：{text}，见台账")),  # type: ignore[no-untyped-call]
    "printed": lambda text: _output(output_type="stream", name="stdout", text=f"1 {text}\n2\n"),
    "plain output": lambda text: _shown("text/plain", f"户主  {text}\n"),
    "HTML output": lambda text: _shown("text/html", f"<table><tr><td>{text}</td></tr></table>"),
    "Markdown output": lambda text: _shown("text/markdown", f"- {text}"),
    "JSON output": lambda text: _shown("application/json", {"rows": [{"who": text}]}),
    "drawing": lambda text: _shown("image/svg+xml", svg(text)),
    "picture": lambda text: _shown("image/png", base64.encodebytes(png({"Comment": text})).decode()),
    "traceback": lambda text: _output(
        output_type="error",
        ename="KeyError",
        evalue="1",
        traceback=["\x1b[0;31mKeyError\x1b[0m", f"\x1b[1m{text}\x1b[0m"],
    ),
    "error": lambda text: _output(output_type="error", ename="KeyError", evalue=text, traceback=[]),
    "metadata": lambda text: _notebook(papermill={"parameters": {"who": text}}),
    "key of its metadata": lambda text: _notebook(papermill={text: 1}),
    "metadata of a cell": lambda text: _notebook(nbformat.v4.new_markdown_cell("", metadata={"who": [text]})),  # type: ignore[no-untyped-call]
    "attachment": lambda text: _notebook(
        nbformat.v4.new_markdown_cell(  # type: ignore[no-untyped-call]
            "![](attachment:p.png)",
            attachments={"p.png": {"image/png": base64.b64encode(png({"Comment": text})).decode()}},
        )
    ),
}
for _name, _in_notebook in _IN_NOTEBOOK.items():
    PLACES[f"notebook: {_name}"] = _in_notebook

PLACES |= {
    "JSON: value": lambda text: ("figures.json", json.dumps({"figures": [{"label": text}]}).encode()),
    "JSON: key": lambda text: (".steps/funds.json", json.dumps({text: 1}, ensure_ascii=False).encode()),
    "JSON: key that is repeated": lambda text: (
        "run.json",
        f'{{"a": {json.dumps(text)}, "a": 1}}'.encode(),
    ),
    "JSON: torn": lambda text: ("run.json", f'{{"error": "{text}'.encode()),
    "text": lambda text: ("notes.txt", f"第一行\n{text}\n第三行".encode()),
    "text in GB 18030": lambda text: ("notes.txt", f"第一行\n{text}\n第三行".encode("gb18030")),
    "text in UTF-16": lambda text: ("notes.txt", f"第一行\n{text}\n第三行".encode("utf-16")),
    "Markdown": lambda text: ("notes.md", f"- **户主**：{text}\n".encode()),
    "table of texts": lambda text: ("rows.csv", f"户,姓名\n1,{text},3\n".encode("utf-8-sig")),
    "file name": lambda text: (f"{quote(text, safe=' -')}.txt", b""),
    "folder name": lambda text: (f"{quote(text, safe=' -')}/a.txt", b""),
}
