"""The report's charts, one module a subject; `charts_of` gives those of a chapter."""

from gonggu.report.charts.catalogue import charts_of
from gonggu.report.charts.chart import Chart

__all__ = ["Chart", "charts_of"]
