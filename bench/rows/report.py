"""What a row of the table is, and how the table is printed."""

import dataclasses
import json


@dataclasses.dataclass
class Row:
    """A figure with its goal, or without one where there is only something to see."""

    name: str
    goal: str
    seen: str
    met: bool | None  # None: no goal
    numbers: dict

    @property
    def verdict(self):
        return {True: "met", False: "MISSED", None: "-"}[self.met]


def at_least(name, least, ours, theirs, unit, **numbers):
    ratio = ours / theirs if theirs else float("inf")
    return Row(
        name,
        f">= {least:g} x nginx",
        f"{ratio:.2f} x  ({ours:,.0f} against {theirs:,.0f} {unit})",
        ratio >= least,
        {"ratio": ratio, "entrepot": ours, "nginx": theirs, "unit": unit} | numbers,
    )


def at_most(name, most, value, unit, extra="", **numbers):
    return Row(
        name,
        f"<= {most:g} {unit}",
        f"{value:.3g} {unit}{extra}",
        value <= most,
        {"value": value, "unit": unit} | numbers,
    )


def only_seen(name, seen, **numbers):
    return Row(name, "", seen, None, numbers)


def print_table(rows):
    cells = [("row", "goal", "seen", "verdict"), *((row.name, row.goal, row.seen, row.verdict) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(4)]
    for number, row in enumerate(cells):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def print_json(rows):
    print(json.dumps([dataclasses.asdict(row) | {"verdict": row.verdict} for row in rows], indent=1))
