"""The report on a class as one page that needs nothing else: tables, and bars drawn in SVG."""

import html
from collections import Counter

from autograder.grading.batch import Row

BAR, ROW, LEFT, RIGHT = 360, 24, 420, 60  # pixels
MOST_MISTAKES = 15
STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 72em; padding: 0 1em }
table { border-collapse: collapse } td, th { padding: 2px 10px; text-align: left;
border-bottom: 1px solid #ddd; vertical-align: top } .full { background: #cfe8f5 }
.part { background: #fbeed9 } svg { font: 14px system-ui, sans-serif }
.wide { overflow-x: auto }
"""


def page_of(lesson: str, tables: list, reports: dict, mistakes: Counter, rows: list[Row]) -> str:
    """tables: title, header, lines. reports: exercise -> what its check said to everybody."""
    earned = {
        id: 100 * sum(r["points"] for r in said) / sum(r["total"] for r in said)
        for id, said in reports.items()
    }
    most = {f"{id}: {name}": n for (id, name), n in mistakes.most_common(MOST_MISTAKES)}
    parts = [
        f"<h1>{lesson}</h1><p>{len(rows)} graded.</p>",
        bars("Points earned by the class, in percent of all", earned, 100),
        bars("Named mistakes, number of students", most, max(most.values(), default=1)),
    ]
    parts += [f"<h2>{title}</h2>{table(header, lines)}" for title, header, lines in tables]
    parts.append(f"<h2>Everybody</h2>{everybody(list(reports), rows)}")
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{lesson}</title>'
        f"<style>{STYLE}</style>{''.join(parts)}</html>\n"
    )


def bars(title: str, values: dict[str, float], whole: float) -> str:
    """Horizontal bars with their names and numbers."""
    if not values:
        return ""
    told = ", ".join(f"{name} {value:.0f}" for name, value in values.items())
    size = f'width="{LEFT + BAR + RIGHT}" height="{ROW * len(values)}"'
    parts = [f'<svg role="img" aria-label="{html.escape(f"{title}: {told}")}" {size}>']
    for k, (name, value) in enumerate(values.items()):
        middle, length = ROW * k + ROW // 2 + 5, BAR * value / whole
        parts.append(
            f'<text x="{LEFT - 10}" y="{middle}" text-anchor="end">{html.escape(name)}</text>'
            f'<rect x="{LEFT}" y="{ROW * k + 3}" width="{length:.1f}" height="{ROW - 6}" '
            f'fill="#0072b2"/><text x="{LEFT + length + 6:.1f}" y="{middle}">{value:.0f}</text>'
        )
    return f"<h2>{title}</h2>{''.join(parts)}</svg>"


def table(header: list[str], lines: list[list[str]]) -> str:
    if not lines:
        return "<p>None.</p>"
    return f"<table>{row_of('th', header)}{''.join(row_of('td', line) for line in lines)}</table>"


def row_of(tag: str, cells: list[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{html.escape(cell)}</{tag}>' for cell in cells)}</tr>"


def everybody(exercises: list[str], rows: list[Row]) -> str:
    """Students against exercises: full marks, part of them, and what was not written (–)."""
    lines = [row_of("th", ["student", "status", *exercises, "sum"])]
    for row in rows:
        cells = [f"<td>{html.escape(row.entry.student)}</td><td>{row.status}</td>"]
        for report in row.about["reports"]:
            full, some = report["status"] == "right", report["points"] > 0
            look = ' class="full"' if full else ' class="part"' if some else ""
            points = "–" if report["status"] == "stub" else f"{report['points']:g}"
            cells.append(f"<td{look}>{points}{' ✓' if full else ''}</td>")
        lines.append(f"<tr>{''.join(cells)}<td>{row.points:g}</td></tr>")
    return f'<div class="wide"><table>{"".join(lines)}</table></div>'
