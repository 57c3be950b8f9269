"""The report: tables of rows and sentences, written anew whenever something is found, so that a run cut short still
tells."""

import json
import math
import os
import sys
import time


def emit(**found):
    """Tells the parent process something: a line of JSON on the standard output."""
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


def row(table, **cells):
    emit(table=table, row=cells)


def say(sentence):
    emit(say=sentence)


def check(name, value, limit, **more):
    """A row of the table of checks: whether a number is at most its limit. No number never passes."""
    row("checks", check=name, value=_number(value), limit=limit, passed=bool(value <= limit), **more)


def holds(name, condition, **more):
    """A row of the table of checks that is no number."""
    row("checks", check=name, passed=bool(condition), **more)


def _number(value):
    return value if math.isfinite(value) else str(value)


class Report:
    def __init__(self, folder, title):
        self.folder = folder
        self.found = {"title": title, "complete": False, "sections": {}, "notes": [], "tables": {}}
        self.written = 0.0
        self.write()

    def take(self, section, line):
        """What a section found."""
        found = json.loads(line)
        if "say" in found:
            self.found["notes"].append({"section": section, "text": found["say"]})
        else:
            self.found["tables"].setdefault(found["table"], []).append(found["row"])
        if time.monotonic() - self.written > 1:
            self.write()

    def ended(self, section, status, seconds):
        self.found["sections"][section] = {"status": status, "seconds": round(seconds, 1)}
        self.write()

    def complete(self):
        self.found["complete"] = True
        self.write()

    def failed_checks(self):
        return [row for row in self.found["tables"].get("checks", []) if not row["passed"]]

    def write(self):
        self._replace("report.json", json.dumps(self.found, indent=1) + "\n")
        self._replace("report.md", self.markdown())
        self.written = time.monotonic()

    def _replace(self, name, text):
        partial = os.path.join(self.folder, name + ".partial")
        with open(partial, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, os.path.join(self.folder, name))

    def markdown(self):
        lines = [f"# {self.found['title']}"]
        if not self.found["complete"]:
            lines.append("\nThis run has not ended, or was cut short.")
        lines += [""] + [f"- {name}: {section['status']}, {section['seconds']} s"
                         for name, section in self.found["sections"].items()]
        for note in self.found["notes"]:
            lines.append(f"\n{note['text']}")
        for name, rows in self.found["tables"].items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            lines += [f"\n## {name}\n", "| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
            lines += ["| " + " | ".join(_shown(column, row.get(column)) for column in columns) + " |" for row in rows]
        return "\n".join(lines) + "\n"


def _shown(column, cell):
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "**no**" if column == "passed" else "no"
    if isinstance(cell, float):
        return f"{cell:.3g}" if abs(cell) < 1000 else f"{cell:.0f}"
    return str(cell).replace("\n", " ⏎ ").replace("|", "\\|")[:300]
