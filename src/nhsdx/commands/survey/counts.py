"""Responses counted by group, team and answer; what each respondent said is never held."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nhsdx.commands.survey.disclosure.hidden_groups import Key
from nhsdx.commands.survey.instruments import INSTRUMENTS, SurveyInstrument, compute_mean, make_likert
from nhsdx.commands.survey.intervals import Cluster
from nhsdx.commands.survey.map import Questionnaire, ScaleItems
from nhsdx.commands.survey.responses import NO_ANSWER, ROW, Responses
from nhsdx.commands.survey.summary import Counts, QuestionCounts, ScaleValues
from nhsdx.extras import import_extra
from nhsdx.model.criteria import SurveyCriterion
from nhsdx.model.rubric import Rubric

WRONG = -1
EMPTY = "(empty)"


@dataclass(slots=True)
class ResponseCounter:
    """Counts the responses of one file by the values of some columns, and by team.

    `rejects` gathers row and column of each cell that is no answer; never what it holds.
    """

    responses: Responses
    questionnaire: Questionnaire
    by: Sequence[str]
    where: str
    rejects: list[tuple[int, str]] = field(default_factory=list)
    polars: Any = field(default_factory=lambda: import_extra("polars", "batch"))

    def question(self, rubric: Rubric, name: str) -> QuestionCounts:
        """The answers to a survey criterion."""
        criterion, asked = rubric.criteria[name], self.questionnaire.criteria[name]
        if not isinstance(criterion, SurveyCriterion):
            raise TypeError(name)
        places = {option: place for place, option in enumerate(criterion.options)}
        words = {_normalise_word(option): place for option, place in places.items()}
        words |= {_normalise_word(spelling): places[option] for spelling, option in asked.answers.items()}
        rows = self._count_groups({"answer": self._code(asked.column, words)})
        counts: dict[Key, list[int]] = {}
        teams: dict[Key, dict[str, list[int]]] = {}
        unanswered = rejected = 0
        for key, team, row in rows:
            counts.setdefault(key, [0] * len(places))
            if row["answer"] is None:
                unanswered += row["rows"]
            elif row["answer"] == WRONG:
                rejected += row["rows"]
            else:
                counts[key][row["answer"]] += row["rows"]
                if team is not None:
                    teams.setdefault(key, {}).setdefault(team, [0] * len(places))[row["answer"]] += row["rows"]
        self._reject([asked.column], rejected, [words])
        worths, chosen = _find_worths(criterion)
        return QuestionCounts(
            id=name,
            title=criterion.title,
            options=criterion.options,
            worths=worths,
            chosen=chosen,
            counts={key: tuple(found) for key, found in counts.items()},
            teams={key: _freeze_counts(found) for key, found in teams.items()},
            minimum=criterion.minimum_respondents,
            unanswered=unanswered,
            rejected=rejected,
        )

    def scales(self, name: str) -> list[ScaleValues]:
        """The scales of an instrument, from the items of each respondent."""
        items = self.questionnaire.scales[name]
        instrument = find_instrument(items)
        words = {str(number): number for number in range(instrument.lowest, instrument.highest + 1)}
        words |= {_normalise_word(spelling): number for spelling, number in items.answers.items()}
        codes = {number: self._code(column, words) for number, column in enumerate(items.columns, 1)}
        rejected = self._count_wrong_cells(items.columns, words)
        self._reject(items.columns, rejected, [words] * len(items.columns))
        return [self._count_scale(name, scale, instrument, codes, rejected) for scale in instrument.scales]

    def _count_scale(
        self, name: str, scale: str, instrument: SurveyInstrument, codes: Mapping[int, Any], rejected: int
    ) -> ScaleValues:
        """One scale: respondents with the same number of items answered and the same points are counted together."""
        polars = self.polars
        answers = []
        for item in instrument.scales[scale]:
            given = polars.when(codes[item] != WRONG).then(codes[item])
            turned = instrument.lowest + instrument.highest - given
            answers.append(turned if item in instrument.reversed else given)
        points = polars.sum_horizontal(answers)
        answered = polars.sum_horizontal([answer.is_not_null().cast(polars.Int32) for answer in answers])
        found: dict[Key, dict[str | None, list[tuple[float, int]]]] = {}
        for key, team, row in self._count_groups({"points": points, "answered": answered}):
            values = found.setdefault(key, {}).setdefault(team, [])
            if row["answered"] >= instrument.find_least_answered(scale):
                values.append((compute_mean(instrument, row["points"], row["answered"]), row["rows"]))
        lowest, highest = instrument.bounds
        is_alone = len(instrument.scales) == 1
        return ScaleValues(
            id=name if is_alone else f"{name}.{scale}",
            title=instrument.title if is_alone else f"{instrument.title}: {scale}",
            source=instrument.source,
            lowest=lowest,
            highest=highest,
            values={
                key: _build_cluster(one for values in teams.values() for one in values) for key, teams in found.items()
            },
            teams={
                key: {team: _build_cluster(values) for team, values in teams.items() if team is not None}
                for key, teams in found.items()
            },
            rejected=rejected,
        )

    def _code(self, column: str, words: Mapping[str, int]) -> Any:  # noqa: ANN401 - an expression of polars
        """The number that an answer stands for; null for none, and -1 for what is no answer."""
        polars = self.polars
        cell = polars.col(self.responses.column(column, self.where)).str.strip_chars().str.to_lowercase()
        found = cell.replace_strict(words, default=WRONG, return_dtype=polars.Int32)
        return polars.when(cell.is_not_null() & ~cell.is_in(NO_ANSWER)).then(found)

    def _count_groups(self, columns: Mapping[str, Any]) -> list[tuple[Key, str | None, dict[str, Any]]]:
        """How many rows there are of each group, team and combination of these columns."""
        frame = self.responses.frame.select(**self._build_keys(), **columns)
        counted = frame.group_by(self.polars.all()).agg(rows=self.polars.len())
        return self._collect_rows(counted)

    def _build_keys(self) -> dict[str, Any]:
        named = {f"k{place}": column for place, column in enumerate(self.by)}
        if self.questionnaire.team is not None:
            named["team"] = self.questionnaire.team
        return {
            name: self.polars.col(self.responses.column(column, self.where)).fill_null("").str.strip_chars()
            for name, column in named.items()
        }

    def _collect_rows(self, frame: Any) -> list[tuple[Key, str | None, dict[str, Any]]]:  # noqa: ANN401 - a frame of polars
        found = []
        for row in frame.collect(engine="streaming").to_dicts():
            key = tuple(row[f"k{place}"] or EMPTY for place in range(len(self.by)))
            found.append((key, row.get("team") or None, row))
        return found

    def _count_wrong_cells(self, columns: Sequence[str], words: Mapping[str, int]) -> int:
        wrong = [(self._code(column, words) == WRONG).sum().alias(str(place)) for place, column in enumerate(columns)]
        counts = self.responses.frame.select(wrong).collect(engine="streaming").row(0)
        return sum(count or 0 for count in counts)

    def _reject(self, columns: Sequence[str], number: int, words: Sequence[Mapping[str, int]]) -> None:
        """Notes where these columns hold what is no answer."""
        if not number:
            return
        for column, known in zip(columns, words, strict=True):
            wrong = self.responses.frame.filter(self._code(column, known) == WRONG).select(ROW)
            self.rejects += [(row, column) for (row,) in wrong.collect(engine="streaming").rows()]


def find_instrument(items: ScaleItems) -> SurveyInstrument:
    """The published instrument, or a scale of one's own."""
    if items.instrument == "likert":
        return make_likert(len(items.columns), items.points, items.reversed)
    return INSTRUMENTS[items.instrument]


def _normalise_word(word: str) -> str:
    return word.strip().lower()


def _find_worths(criterion: SurveyCriterion) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """What each option is worth, and which options' share is told: the top ones, or those worth most."""
    count = len(criterion.options)
    if criterion.scores is None:
        top = criterion.top or 1
        return tuple(100.0 if place >= count - top else 0.0 for place in range(count)), tuple(range(count - top, count))
    best = max(criterion.scores)
    return criterion.scores, tuple(place for place, score in enumerate(criterion.scores) if score == best)


def _freeze_counts(found: Mapping[str, list[int]]) -> dict[str, Counts]:
    return {team: tuple(counts) for team, counts in found.items()}


def _build_cluster(values: Iterable[tuple[float, int]]) -> Cluster:
    """Values, of each of which there are so many, as one; in an order that does not hang on the engine's."""
    ordered = sorted(values)
    return Cluster(
        sum(count for _, count in ordered),
        math.fsum(value * count for value, count in ordered),
        math.fsum(value**2 * count for value, count in ordered),
    )
