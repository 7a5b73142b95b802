# 巩固 —— make report：建好环境并生成报告；make test：建好环境并通过测试；make test-slow：费时的测试
YEAR ?= 2019
PYTHON ?= python3
BIN := .venv/bin
# Compiled once and kept: otherwise each of the many processes of a run and of the tests compiles the package anew.
unexport PYTHONDONTWRITEBYTECODE
UV_VERSION := $(shell awk '/^name = "uv"$$/ {getline; gsub(/[^0-9.]/, ""); print}' uv.lock)

.PHONY: report test test-slow lab check bench pictures clean
.DEFAULT_GOAL := report

report: .venv/.ready
	$(BIN)/python pipeline.py run --year $(YEAR)

test: .venv/.ready
	$(BIN)/pytest

# What takes long: kills, full disks, a cluster, the browser at every place, drawn districts (20 to 30 minutes).
test-slow: .venv/.ready
	$(BIN)/pytest -m slow

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: .venv/.ready
	JUPYTER_CONFIG_PATH=$(CURDIR)/lab $(BIN)/jupyter lab --notebook-dir=. --LabApp.default_url=/lab/tree/notebooks

bench: .venv/.ready
	$(BIN)/python pipeline.py bench --to outputs/bench/reading.json
	$(BIN)/python pipeline.py bench --runs --to outputs/bench/runs.json

# The pictures of the README and of docs/pictures; they need Chromium and pdftoppm.
pictures: report
	$(BIN)/python docs/make_pictures.py outputs/$(YEAR)/全区/report.html

# uv goes into the project's own environment, which then installs exactly what the lock names.
.venv/.ready: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 或更新的版本（可用 make PYTHON=python3.12 指定）。"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync --quiet --frozen --inexact --compile-bytecode
	@touch $@

clean:
	rm -rf outputs/* data/processed/*
