"""Small random rubrics of every kind with an assessment and efforts, from a seed."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from random import Random
from typing import Any

from nhsdx.analysis.case import Case
from nhsdx.scoring import Instrument
from tests.support.build import Table, assessment_from, rubric_from

DATE = datetime.date(2026, 10, 1)
GRADES: list[Table] = [
    {"id": "said", "label": "Said", "supports": 1},
    {"id": "written", "label": "Written", "supports": 2, "max-age-months": 12},
    {"id": "seen", "label": "Seen", "supports": 3},
]
STATES = ("yes", "yes", "no", "no", "partly", "unknown", "unknown", "not-applicable")
NUMBERS = (0, 20, 25, 40, 50, 60, 75, 80)
WEIGHTS = (1, 1, 2, 3, 0.7, 12.5, 0)
RULES = ("mean", "mean", "mean", "geometric", "min", "max")


@dataclass(frozen=True)
class Made:
    """A random case: a scored assessment, and the effort of every step in halves."""

    case: Case
    efforts: dict[str, float]


def make(seed: int) -> Made:
    """The case of a seed."""
    return _Maker(Random(seed)).make()  # noqa: S311 - a test that can be repeated


class _Maker:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.levels = random.choice([3, 4, 4, 6])

    def make(self) -> Made:
        table = self.make_rubric()
        rubric = rubric_from(table)
        self.grade_ids = [one["id"] for one in table["evidence-grades"]]
        answers = {name: self.answer(name) for name in self.criteria if self.random.random() > 0.15}
        profile = "some" if "some" in rubric.profiles and self.random.random() < 0.5 else None
        context = {"stage": self.random.choice(["before", "after"])} if self.random.random() < 0.8 else {}
        assessment = assessment_from(rubric, answers, DATE, profile, context)
        efforts = {name: self.random.choice([0, 1, 1, 2, 3, 5, 0.5]) for name in self.list_steps()}
        return Made(Case.of("made", Instrument.of(rubric), assessment), efforts)

    def make_rubric(self) -> Table:
        pick, chance = self.random.choice, self.random.random
        nodes = [f"d{n}" for n in range(pick([1, 2, 2, 3]))]
        self.dimensions: Table = {name: self.dimension() for name in nodes}
        for at, name in enumerate(nodes[1:], 1):
            if chance() < 0.3:
                self.dimensions[name]["parent"] = pick(nodes[:at])
        self.criteria: Table = {}
        for n in range(pick([2, 3, 3, 4, 5])):
            self.criteria[f"c{n}"] = self.criterion(nodes[n] if n < len(nodes) else pick(nodes))
        used = {one["dimension"] for one in self.criteria.values()}
        for name in nodes:
            if name not in used:
                self.criteria[f"x{name}"] = self.criterion(name)
        for at, name in enumerate(self.criteria):
            self.ask_sometimes(name, list(self.criteria)[:at])
        for name in nodes:
            self.shape(name)
        self.require_sometimes()
        gates = {f"g{n}": self.gate(nodes) for n in range(pick([0, 1, 1, 2, 3]))}
        return {
            "format": "nhsdx.rubric/1",
            "rubric": {"id": "made", "version": "1.0.0", "title": "Made", "aggregate": pick(RULES)},
            "levels": [{"label": f"Level {n}"} for n in range(self.levels)],
            "evidence-grades": self.grades(),
            "dimensions": self.dimensions,
            "criteria": self.criteria,
            "context": {"stage": {"title": "Stage", "options": ["before", "after"]}},
            "profiles": {"some": {"title": "Some", "criteria": list(self.criteria)[:-1]}}
            if len(self.criteria) > 2
            else {},
            "gates": gates,
        }

    def grades(self) -> list[Table]:
        kept = [one for one in GRADES if one["supports"] < self.levels]
        return kept if self.random.random() < 0.8 else []

    def dimension(self) -> Table:
        table: Table = {
            "title": "D",
            "weight": self.random.choice(WEIGHTS[:-1]),
            "aggregate": self.random.choice(RULES),
        }
        if self.random.random() < 0.1:
            table["invert"] = True
        if self.random.random() < 0.1:
            table["minimum-known"] = 2
        if self.random.random() < 0.1:
            table["minimum-coverage"] = self.random.choice([0.5, 0.7])
        if self.random.random() < 0.1:
            table["advisory"] = True
        return table

    def shape(self, name: str) -> None:
        """Gives some nodes stages, and makes sure that every node has enough that counts."""
        table = self.dimensions[name]
        below = [key for key, one in self.criteria.items() if one["dimension"] == name]
        if all(not self.criteria[key]["weight"] for key in below):
            self.criteria[below[0]]["weight"] = 1
        counted = [key for key in below if self.criteria[key]["weight"]]
        if len(counted) < 2:
            table.pop("minimum-known", None)
        if len(self.dimensions) == sum("advisory" in one for one in self.dimensions.values()) or name == "d0":
            self.dimensions["d0"].pop("advisory", None)
        if self.random.random() < 0.12:
            for key in ("invert", "minimum-known", "minimum-coverage"):
                table.pop(key, None)
            levels = sorted(self.random.sample(range(1, self.levels), self.random.choice([1, 2])))
            table["aggregate"] = "staged"
            table["stages"] = [{"level": level, **self.stage(counted)} for level in levels]

    def stage(self, names: list[str]) -> Table:
        parts = [
            {"criterion": name, "at-least": self.random.randint(1, self.levels - 1)}
            for name in self.random.sample(names, min(len(names), self.random.choice([1, 2])))
        ]
        return parts[0] if len(parts) == 1 else {self.random.choice(["any", "all"]): parts}

    def criterion(self, dimension: str) -> Table:
        pick, chance = self.random.choice, self.random.random
        kind = pick(["level", "staged", "staged", "staged", "share", "bands", "line", "survey"])
        table: Table = {"dimension": dimension, "title": "C", "weight": pick(WEIGHTS)}
        table |= {"may-be-left-out": ["not-applicable", "not-due"]}
        table |= getattr(self, f"make_{kind}")()
        if chance() < 0.15:
            table["evidence-ages"] = False
        if chance() < 0.1 and kind != "share":
            table["not-applicable-counts"] = "met"
        return table

    def make_level(self) -> Table:
        return {"levels": [f"l{n}" for n in range(self.levels)]}

    def make_staged(self) -> Table:
        tops = self.random.choice([1, 2, 2, self.levels - 1])
        levels = [level for level in range(1, tops + 1) for _ in range(self.random.choice([1, 1, 2]))][:5]
        items = {f"i{n}": {"level": level, "text": "T"} for n, level in enumerate(levels)}
        table: Table = {"kind": "checklist", "scoring": "staged", "items": items}
        if self.random.random() < 0.25:
            level = self.random.choice(levels)
            table["needs"] = {str(level): self.random.randint(1, levels.count(level))}
        return table

    def make_share(self) -> Table:
        count = self.random.choice([2, 3, 3, 4])
        items = {f"i{n}": {"text": "T", "weight": self.random.choice([1, 1, 2, 0.5])} for n in range(count)}
        return {"kind": "checklist", "scoring": "share", "items": items}

    def make_bands(self) -> Table:
        bands = [{"from": 0, "level": 0}, {"from": 3, "level": 1}, {"above": 6, "level": self.levels - 1}]
        return {"kind": "measure", "unit": "months", "minimum": 0, "maximum": 20, "bands": bands}

    def make_line(self) -> Table:
        line = self.random.choice([{"worst": 0, "best": 10}, {"worst": 12, "best": 2}])
        return {"kind": "measure", "unit": "days", "minimum": 0, "maximum": 15, "linear": line}

    def make_survey(self) -> Table:
        return {"kind": "survey", "options": ["a", "b", "c"], "scores": [0, 50, 100], "minimum-respondents": 5}

    def ask_sometimes(self, name: str, before: list[str]) -> None:
        tables = [self.criteria[name], *self.criteria[name].get("items", {}).values()]
        for table in tables:
            if self.random.random() < 0.06:
                table["asked-when"] = self.asked(before)

    def asked(self, before: list[str]) -> Table:
        if not before or self.random.random() < 0.2:
            return {"context": "stage", "is": ["before"]}
        parts = [self.asked_part(name) for name in self.random.sample(before, min(len(before), 2))]
        return parts[0] if self.random.random() < 0.6 else {self.random.choice(["any", "all"]): parts}

    def asked_part(self, name: str) -> Table:
        items = self.criteria[name].get("items")
        if items and self.random.random() < 0.5:
            return {"criterion": name, "met": [self.random.choice(list(items))]}
        return {"criterion": name, "at-least": self.random.randint(1, self.levels - 1)}

    def require_sometimes(self) -> None:
        """Lets some criteria and items require others that are declared before them."""
        names = list(self.criteria)
        for at, name in enumerate(names):
            items = self.criteria[name].get("items", {})
            for table in (self.criteria[name], *items.values()):
                if at and self.random.random() < 0.07:
                    table["requires"] = [self.asked_part(self.random.choice(names[:at]))]
            if len(items) > 1 and self.random.random() < 0.1:
                first, *_, last = items
                items[last]["requires"] = [{"criterion": name, "met": [first]}]

    def gate(self, nodes: list[str]) -> Table:
        table: Table = {"when": self.condition(nodes, 1), "because": "B", "remedy": "R"}
        if self.random.random() < 0.15:
            return table | {"flag": True}
        capped = self.random.choice(["overall", "overall", *nodes])
        return table | {"cap": {capped: self.random.randint(0, self.levels - 2)}}

    def condition(self, nodes: list[str], depth: int) -> Table:
        pick = self.random.choice
        if depth and self.random.random() < 0.35:
            return {pick(["any", "all"]): [self.condition(nodes, 0) for _ in range(2)]}
        if self.random.random() < 0.25:
            node = pick(["overall", *nodes])
            return {"dimension": node, **pick([{"below": pick(NUMBERS)}, {"at-most": pick([0, 1])}])}
        name = pick(list(self.criteria))
        items = self.criteria[name].get("items")
        if items and self.random.random() < 0.6:
            return {"criterion": name, "missing": self.random.sample(list(items), pick([1, min(2, len(items))]))}
        return {"criterion": name, **pick([{"below": pick(NUMBERS)}, {"at-most": pick([0, 1])}])}

    def answer(self, name: str) -> Any:  # noqa: ANN401 - any form of an answer
        criterion, pick, chance = self.criteria[name], self.random.choice, self.random.random
        if chance() < 0.1:
            return pick(["unknown", {"status": "not-due", "reason": "R"}, {"status": "not-applicable", "reason": "R"}])
        table: Table
        if "items" in criterion:
            table = {"items": {item: pick(STATES) for item in criterion["items"]}, "reason": "R"}
            if set(table["items"].values()) <= {"not-applicable"}:
                return "unknown"
        elif criterion.get("kind") == "measure":
            table = {"value": pick([0, 1, 3, 4.5, 6, 7, 9])}
        elif criterion.get("kind") == "survey":
            table = {"counts": [self.random.randint(0, 6) for _ in range(3)]}
            table["counts"][0] += 1
        else:
            table = {"level": self.random.randint(0, self.levels - 1)}
        if chance() < 0.7 and self.grade_ids:
            table["evidence"] = pick(self.grade_ids)
            if chance() < 0.5:
                table["seen"] = pick([datetime.date(2026, 9, 1), datetime.date(2024, 1, 1)])
        return table

    def list_steps(self) -> list[str]:
        found = []
        for name, criterion in self.criteria.items():
            found += [f"{name}.{item}" for item in criterion.get("items", {})]
            found += [f"{name}.level-{level}" for level in range(1, self.levels)]
            found.append(f"{name}.evidence")
        return found
