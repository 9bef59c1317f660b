"""Curves in panels side by side, as an SVG that needs nothing but a browser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

Point = tuple[float, float]
_SIDE, _LEFT, _TOP, _GAP, _BELOW = 300, 60, 60, 90, 110
_TICKS = 5


@dataclass(frozen=True, slots=True)
class Curve:
    """Points joined in their order, under a name, in a colour."""

    name: str
    colour: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Panel:
    """Two axes from 0 to `most` (x, y) with curves; one point may be `marked` by name."""

    title: str
    across: str
    up: str
    most: Point
    curves: Sequence[Curve]
    diagonal: bool = False
    marked: tuple[str, Point] | None = None


def drawing(title: str, panels: Sequence[Panel]) -> str:
    """The panels as one SVG document."""
    width = _LEFT + len(panels) * (_SIDE + _GAP)
    height = _TOP + _SIDE + _BELOW
    parts = [part for at, panel in enumerate(panels) for part in _panel(panel, _LEFT + at * (_SIDE + _GAP))]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"',
            ' font-family="sans-serif" font-size="12" fill="#222" role="img">',
            f"<title>{escape(title)}</title>",
            f'<rect width="{width}" height="{height}" fill="#fff"/>',
            f'<text x="{_LEFT}" y="22" font-size="16">{escape(title)}</text>',
            *parts,
            "</svg>\n",
        ]
    )


def _panel(panel: Panel, left: int) -> Iterator[str]:
    middle = left + _SIDE / 2
    yield f'<text x="{left}" y="{_TOP - 10}" font-weight="bold">{escape(panel.title)}</text>'
    yield f'<rect x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>'
    yield from _ticks(panel, left)
    yield f'<text x="{middle}" y="{_TOP + _SIDE + 36}" text-anchor="middle">{escape(panel.across)}</text>'
    turned = f"translate({left - 40} {_TOP + _SIDE / 2}) rotate(-90)"
    yield f'<text transform="{turned}" text-anchor="middle">{escape(panel.up)}</text>'
    if panel.diagonal:
        yield _line([(0.0, 0.0), panel.most], panel, left, 'stroke="#bbb" stroke-dasharray="4 4"')
    for at, curve in enumerate(panel.curves):
        yield _line(curve.points, panel, left, f'stroke="{curve.colour}" stroke-width="2"')
        for point in curve.points:
            x, y = _place(point, panel, left)
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{curve.colour}"/>'
        y = _TOP + _SIDE + 56 + 16 * at
        yield f'<rect x="{left}" y="{y - 9}" width="10" height="10" fill="{curve.colour}"/>'
        yield f'<text x="{left + 16}" y="{y}">{escape(curve.name)}</text>'
    if panel.marked is not None:
        name, point = panel.marked
        x, y = _place(point, panel, left)
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="none" stroke="#b4501e" stroke-width="2"/>'
        yield f'<text x="{x + 10:.1f}" y="{y - 6:.1f}" fill="#b4501e">{escape(name)}</text>'


def _ticks(panel: Panel, left: int) -> Iterator[str]:
    for at in range(_TICKS + 1):
        share = at / _TICKS
        x, y = left + share * _SIDE, _TOP + _SIDE - share * _SIDE
        across, up = share * panel.most[0], share * panel.most[1]
        yield f'<text x="{x:.1f}" y="{_TOP + _SIDE + 18}" text-anchor="middle">{across:.1f}</text>'
        yield f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{up:.1f}</text>'


def _line(points: Sequence[Point], panel: Panel, left: int, style: str) -> str:
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_place(point, panel, left) for point in points))
    return f'<polyline points="{places}" fill="none" {style}/>'


def _place(point: Point, panel: Panel, left: int) -> Point:
    """Where a point is drawn; one beyond an axis sits on the frame."""
    across, up = (min(1.0, max(0.0, value / most)) for value, most in zip(point, panel.most, strict=True))
    return left + across * _SIDE, _TOP + _SIDE - up * _SIDE
