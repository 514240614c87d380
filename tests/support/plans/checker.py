"""Checks the proof of a plan. It shares no code with nhsdx, and trusts only the problem that the proof states."""
# Facts that a case leaves open count as true, which is never worse. Cases must cover everything, every combination of
# children's points must be no better than a listed one, and no point may break the claim.
# ruff: noqa: D103, FBT003

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeAlias

Json: TypeAlias = Any
TINY, HALF = 1e-11, Fraction(1, 2 * 10**9)  # for sums of logarithms; for scores, which are compared to nine decimals
ZERO, NONE, WORDS = Fraction(0), Fraction(-1), {"true": True, "false": False, "null": None}
LOGARITHMIC = ("geometric", "inverted-geometric")


class WrongProofError(Exception):
    """The proof does not prove its claim."""


def check_proof(proof: Json) -> None:
    try:
        _Checker(proof).check_case(proof["cases"], {})
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise WrongProofError(f"the proof is malformed: {error!r}") from error


def expect(holds: object, words: str) -> None:
    if not holds:
        raise WrongProofError(words)


def judge(formula: Json, facts: Json, flip: bool = False) -> bool | None:  # noqa: FBT002
    if isinstance(formula, str):
        return facts.get(formula, True) is not True if flip else facts.get(formula, True)
    found = {judge(part, facts, flip) for part in formula[1:]} - {None}
    decisive = formula[0] == "any"
    return None if not found else decisive if decisive in found else not decisive


def is_covered(listed: Json, cost: int, value: Json, slack: float) -> bool:
    return any(one <= cost and value <= best + slack for one, best in listed)


def beats(one: Json, two: Json) -> bool:
    is_alike = one != two and one[0] == two[0] and one[1] <= two[1]
    return is_alike and (two[2] is None or (one[2] is not None and one[2] >= two[2]))


def weigh(rule: str, score: Fraction, weight: int) -> Json:
    if rule not in LOGARITHMIC:
        return score * weight if rule == "mean" else score
    rest, sign = (score, weight) if rule == "geometric" else (100 - score, -weight)
    return sign * (math.log(rest) if rest > 0 else -math.inf)


def add(rule: str, one: Json, two: Json) -> Json:
    return {"min": min, "max": max}[rule](one, two) if rule in ("min", "max") else one + two


def find_score(rule: str, value: Json, weight: int) -> Json:
    if rule not in LOGARITHMIC:
        return value / weight if rule == "mean" else value
    return Fraction(math.exp(value / weight)) if rule == "geometric" else 100 - Fraction(math.exp(-value / weight))


class _Checker:
    def __init__(self, proof: Json) -> None:
        self.proof, self.claim, self.low = proof, proof["claim"], proof["reading"] == "low"
        self.below = math.inf if self.claim["below"] is None else self.claim["below"]
        self.takes_unknown = self.low or proof["reading"] == "high"
        self.tracked = {node["id"] for node in proof["nodes"] if Fraction(node["minimum_coverage"])}
        for node in reversed(proof["nodes"]):
            self.tracked |= {name for name, _ in node["counted"]} if node["id"] in self.tracked else set()

    def check_case(self, case: Json, facts: Json) -> None:
        if "fact" in case:
            values = {WORDS[word]: below for word, below in case["values"].items()}
            expect(values.keys() >= self.list_values(case["fact"]), "a value is left out")
            for value, below in values.items():
                self.check_case(below, facts | {case["fact"]: value})
        elif "impossible" in case:
            gates = [gate["when"] for gate in self.proof["gates"] if gate["id"] in self.proof["clear"]]
            expect(any(judge(when, facts, True) for when in gates), "this case is possible")
        else:
            fronts = {name: self.list_options(name, facts) for name in self.proof["options"]}
            for node in self.proof["nodes"]:
                entry = self.proof["entries"][case["use"][node["id"]]]
                read = [((*kind[:2], Fraction(kind[2])), points) for kind, points in entry["front"]]
                found = [(kind, cost, one and Fraction(one)) for kind, points in read for cost, one in points]
                fronts[node["id"]] = found
                self.check_node(node, entry, fronts, facts)
            expect(not any(self.breaks(score) for _, _, score in fronts[node["id"]]), "a point breaks the claim")

    def breaks(self, score: Fraction | None) -> bool:
        if self.claim["score"] is None or score is None:
            return self.claim["score"] is None
        gap = Fraction(self.claim["score"]) - score
        return gap < -HALF if self.claim["is_above"] else gap <= HALF

    def list_values(self, fact: str) -> set[bool | None]:
        if fact in self.proof["bounds"]:
            return {True, False} | ({None} if self.proof["bounds"][fact][4] is None else set())
        return {one[4][fact] for options in self.proof["options"].values() for one in options if fact in one[4]}

    def list_options(self, name: str, facts: Json) -> Json:
        found = []
        for cost, score, known, coverage, offers, wants in self.proof["options"][name]:
            fits = all(facts.get(fact, value) == value for part in (offers, wants) for fact, value in part.items())
            if fits and cost < self.below:
                share = Fraction(coverage or 0) if name in self.tracked else ZERO
                found.append(((known, coverage is not None, share), cost, score and Fraction(score)))
        return [one for one in found if not any(beats(two, one) for two in found)]

    def check_node(self, node: Json, entry: Json, fronts: Json, facts: Json) -> None:
        listed: dict[Json, list[Json]] = {}
        for kind, cost, score in fronts[node["id"]]:
            listed.setdefault(kind, []).append((cost, NONE if score is None else score))
        gates = [one for one in self.proof["gates"] if node["id"] in one["caps"] and judge(one["when"], facts, True)]
        bounds = [(fact, one) for fact, one in self.proof["bounds"].items() if one[0] == node["id"] and fact in facts]
        for kind, cost, score in self.list_points(node, entry, fronts, facts):
            capped = None if score is None else min([score, *(Fraction(gate["caps"][node["id"]]) for gate in gates)])
            agrees = all(facts[fact] is False or facts[fact] is self.hold(one, capped, kind) for fact, one in bounds)
            if agrees and cost < self.below:
                slack, rank = TINY if node["rule"] in LOGARITHMIC else 0, NONE if capped is None else capped
                expect(is_covered(listed.get(kind, ()), cost, rank, slack), "a point is missing")

    def hold(self, bound: Json, score: Fraction | None, kind: Json) -> bool | None:
        _, least, above, unknown, left_out = bound
        if not kind[1] or (score is None and (kind[0] or unknown == "score")):
            return left_out  # type: ignore[no-any-return]
        if score is None or (not kind[0] and unknown != "score"):
            return bool(unknown == "true")
        return score - Fraction(least) > HALF if above else score - Fraction(least) >= -HALF

    def list_points(self, node: Json, entry: Json, fronts: Json, facts: Json) -> Iterator[Json]:
        if not all(fronts[name] for name in node["others"]):
            return
        paid = sum(min(cost for _, cost, _ in fronts[name]) for name in node["others"])
        if node["stages"]:
            truths = [formula is None or judge(formula, facts) for _, formula in node["stages"]]
            score = Fraction(node["stages"][[*truths, False].index(False) - 1][0])
            for known in self.list_ways(node, facts):
                has_score = known or (self.takes_unknown and known is not None)
                yield (known is True, known is not None, ZERO), paid, score if has_score else None
        elif node["rule"] == "pass":
            yield from ((kind, cost + paid, score) for kind, cost, score in fronts[node["counted"][0][0]])
        else:
            for (weight, count, applicable, covered, unknown), cost, value in self.add_up(node, entry, fronts, paid):
                coverage = covered / applicable if applicable else ZERO
                known = count >= node["minimum_known"] and coverage >= Fraction(node["minimum_coverage"])
                joined = self.join(node["rule"], value, weight, unknown) if known or self.takes_unknown else None
                yield (known, applicable > 0, coverage), cost, joined

    def list_ways(self, node: Json, facts: Json) -> list[bool | None]:
        for looked_at in node["looked_at"]:
            if any(fact not in facts for fact in looked_at):
                return [True, False, None]
            found = {facts[fact] for fact in looked_at} - {None}
            if found:
                return [False not in found]
        return [None]

    def add_up(self, node: Json, entry: Json, fronts: Json, paid: int) -> Json:
        rule, tracked = node["rule"], node["id"] in self.tracked
        read, slack = (float, TINY) if rule in LOGARITHMIC else (Fraction, 0)
        lists: list[dict[Json, Json]] = [{} for _ in entry["sums"]]
        for found, one in zip(lists, entry["sums"], strict=True):
            for (*rest, share, late), points in one:
                state: Json = (*rest, Fraction(share), tuple((Fraction(score), weight) for score, weight in late))
                found[state] = [(cost, read(value)) for cost, value in points]
        start = read({"min": 101, "max": -1}.get(rule, 0))
        expect(is_covered(lists[0].get((0, 0, 0, ZERO, ()), ()), paid, start, slack), "the start is missing")
        for (child, share), before, after in zip(node["counted"], lists[:-1], lists[1:], strict=True):
            weight = int(Fraction(share) * math.lcm(*(Fraction(one).denominator for _, one in node["counted"])))
            for (known, applies, coverage), cost, score in fronts[child]:
                counts = score is not None and (known or score == (0 if self.low else 100))
                for (total, count, applicable, covered, unknown), points in before.items():
                    state = (
                        total + weight * counts,
                        min(count + known, node["minimum_known"]),
                        applicable + weight * applies if tracked else applicable or int(applies),
                        covered + (weight * coverage if tracked and applies else 0),
                        unknown if score is None or counts else tuple(sorted((*unknown, (score, weight)))),
                    )
                    for spent, value in points:
                        joined = add(rule, value, weigh(rule, score, weight)) if counts else value
                        covers = is_covered(after.get(state, ()), spent + cost, joined, slack)
                        expect(covers or spent + cost >= self.below, "a sum is missing")
        return [(state, cost, value) for state, points in lists[-1].items() for cost, value in points]

    def join(self, rule: str, value: Json, weight: int, unknown: Json) -> Json:
        outward, last = (-1 if self.low else 1), None
        for score, share in sorted(unknown, key=lambda pair: -outward * pair[0]):
            if weight and score != last and outward * (score - find_score(rule, value, weight)) <= HALF:
                break
            value, weight, last = add(rule, value, weigh(rule, score, share)), weight + share, score
        return find_score(rule, value, weight) if weight else None
