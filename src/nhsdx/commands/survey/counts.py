"""Responses counted by group, team and answer. Single answers are never kept."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nhsdx.analysis.release_plan import Cell
from nhsdx.commands.survey.instruments import SurveyInstrument, compute_scale_value
from nhsdx.commands.survey.intervals import Cluster
from nhsdx.commands.survey.map import Questionnaire
from nhsdx.commands.survey.programs.export import ROW, Responses
from nhsdx.commands.survey.summary import BANDS, QuestionCounts, RatingValues, ScaleValues
from nhsdx.model import Rubric, SurveyCriterion
from nhsdx.tables.hints.find import SharedCells
from nhsdx.tables.response_cells import WRONG, AnswerWords, ResponseCells, fold_spaces, fold_word

EMPTY = "(empty)"

Expression = Any
"""A Polars expression. Polars is imported only if it is needed."""


@dataclass(slots=True)
class ResponseCounter:
    """Counts the responses in one file by team and by the values of the declared columns.

    `rejects` collects the row and column of each invalid cell, never its content. `shared` has the texts of
    invalid cells, only for hints: a text is shown only if many cells have it and it looks like an answer.
    """

    responses: Responses
    questionnaire: Questionnaire
    where: str
    rejects: list[tuple[int, str]] = field(default_factory=list)
    shared: list[SharedCells] = field(default_factory=list)
    cells: ResponseCells = field(init=False)
    polars: Any = field(init=False)

    def __post_init__(self) -> None:
        """Reads the answer columns."""
        known, rules = self.responses.columns, self.questionnaire.rules
        own = sorted({known[title] for title in map(fold_word, self.questionnaire.answer_columns) if title in known})
        self.cells = ResponseCells.read(self.responses.frame, own, rules, self.questionnaire.every_word)
        self.polars = self.cells.polars

    def find_words(self, column: str) -> dict[str, tuple[int, int]]:
        """How many responses have each word in a column, and the first row with each word."""
        word = fold_spaces(self.polars.col(self.responses.find_column(column)).fill_null("")).alias("word")
        grouped = self.responses.frame.select(word, ROW).filter(self.polars.col("word") != "").group_by("word")
        found = grouped.agg(people=self.polars.len(), row=self.polars.col(ROW).min()).collect(engine="streaming")
        return {one: (people, row) for one, people, row in found.rows()}

    def count_people(self) -> dict[Cell, int]:
        """How many respondents are in each cell, whether or not they answered anything."""
        return {cell: row["rows"] for cell, row in self._count_cells({})}

    def count_criteria(self, rubric: Rubric) -> tuple[list[QuestionCounts], list[RatingValues]]:
        """The answers to the map's criteria: first criteria with one question, then criteria with statements."""
        criteria = {name: rubric.criteria[name] for name in self.questionnaire.criteria}
        surveys = {name: one for name, one in criteria.items() if isinstance(one, SurveyCriterion)}
        questions = [self.count_question(name, one) for name, one in surveys.items() if not one.statements]
        return questions, [self.count_ratings(name, one) for name, one in surveys.items() if one.statements]

    def count_question(self, name: str, criterion: SurveyCriterion) -> QuestionCounts:
        """The answers to a survey criterion without statements."""
        (column,) = self.questionnaire.criteria[name].list_columns()
        words = self.questionnaire.criteria[name].list_words(name, criterion)
        counts: dict[Cell, list[int]] = {}
        wrong: dict[Cell, int] = {}
        for cell, row in self._count_cells({"answer": self._code(column, words)}):
            found = counts.setdefault(cell, [0] * len(criterion.options))
            if row["answer"] == WRONG:
                wrong[cell] = wrong.get(cell, 0) + row["rows"]
            elif row["answer"] is not None:
                found[row["answer"]] += row["rows"]
        if wrong:
            self._reject_wrong_cells([column], words)
        worths, chosen = _find_worths(criterion)
        return QuestionCounts(
            id=name,
            title=criterion.title,
            options=criterion.options,
            worths=worths,
            chosen=chosen,
            counts={cell: tuple(found) for cell, found in counts.items()},
            readings={name: {cell: (sum(found), wrong.get(cell, 0)) for cell, found in counts.items()}},
        )

    def count_ratings(self, name: str, criterion: SurveyCriterion) -> RatingValues:
        """The scores of respondents who rate the statements of a criterion."""
        asked = self.questionnaire.criteria[name]
        words = asked.list_statement_words(name, criterion)
        codes = {statement: self._code(asked.columns[statement], one) for statement, one in words.items()}
        scores = [
            self._score_code(code, criterion.list_scores(criterion.statements[statement]))
            for statement, code in codes.items()
        ]
        readings = self._count_readings(codes, sorted(codes, key=list(criterion.statements).index))
        self._reject_statement_cells(asked.columns, words, readings)
        needed = criterion.needed_statements
        values: dict[Cell, list[tuple[float, int]]] = {}
        counts: dict[Cell, list[int]] = {}
        left_out: dict[Cell, int] = {}
        for cell, row in self._count_cells(self._add_answers(scores)):
            value, people = row["points"] / max(row["answered"], 1), row["rows"]
            is_counted = row["answered"] >= needed
            values.setdefault(cell, []).extend([(value, people)] if is_counted else [])
            counts.setdefault(cell, [0] * len(BANDS))[_find_band(value)] += people if is_counted else 0
            left_out[cell] = left_out.get(cell, 0) + (people if 0 < row["answered"] < needed else 0)
        clusters = {cell: _build_cluster(found) for cell, found in values.items()}
        scale = ScaleValues(name, criterion.title, "", 0.0, 100.0, clusters)
        by_band = {cell: tuple(found) for cell, found in counts.items()}
        size, not_asked = len(criterion.statements), tuple(asked.not_asked)
        return RatingValues(scale, size, needed, by_band, left_out, readings, not_asked)

    def _reject_statement_cells(
        self,
        columns: Mapping[str, str],
        words: Mapping[str, AnswerWords],
        readings: Mapping[str, Mapping[Cell, tuple[int, int]]],
    ) -> None:
        """Records the invalid cells of statements, separately for each set of statements with equal answer words."""
        for path in dict.fromkeys(one.path for one in words.values()):
            same = [statement for statement in columns if words[statement].path == path]
            if any(wrong for one in same for _, wrong in readings[one].values()):
                self._reject_wrong_cells([columns[one] for one in same], words[same[0]])

    def _count_readings(
        self, codes: Mapping[str, Expression], statements: Sequence[str]
    ) -> dict[str, dict[Cell, tuple[int, int]]]:
        """For each statement, how many of its answers in each cell are readable, and how many are invalid."""
        columns = {f"r{place}": codes[one] != WRONG for place, one in enumerate(statements)}
        columns |= {f"w{place}": codes[one] == WRONG for place, one in enumerate(statements)}
        frame, keys = self._select_cells(columns)
        summed = frame.group_by(keys).agg(self.polars.col(*columns).sum()).collect(engine="streaming")
        rows = [(self._read_cell(row), row) for row in summed.to_dicts()]
        return {
            name: {cell: (row[f"r{place}"], row[f"w{place}"]) for cell, row in rows}
            for place, name in enumerate(statements)
        }

    def _score_code(self, code: Expression, scores: Sequence[float]) -> Expression:
        """The score of each answer to a statement; null if the answer is missing or not valid."""
        return code.replace_strict(dict(enumerate(scores)), default=None, return_dtype=self.polars.Float64)

    def _add_answers(self, answers: Sequence[Expression]) -> dict[str, Expression]:
        """The sum of a respondent's answers, and the number of answers."""
        return {
            "points": self.polars.sum_horizontal(answers),
            "answered": self.polars.sum_horizontal([one.is_not_null().cast(self.polars.Int32) for one in answers]),
        }

    def count_scales(self, name: str) -> list[ScaleValues]:
        """The values of an instrument's scales, worked out from each respondent's items."""
        items = self.questionnaire.scales[name]
        instrument = items.find_instrument()
        words = items.list_words(name)
        codes = {number: self._code(column, words) for number, column in enumerate(items.columns, 1)}
        self._reject_wrong_cells(items.columns, words)
        return [self._count_scale(name, scale, instrument, codes) for scale in instrument.scales]

    def _count_scale(
        self, name: str, scale: str, instrument: SurveyInstrument, codes: Mapping[int, Expression]
    ) -> ScaleValues:
        found = self._group_values(scale, instrument, codes)
        lowest, highest = instrument.bounds
        is_alone = len(instrument.scales) == 1
        return ScaleValues(
            id=name if is_alone else f"{name}.{scale}",
            title=instrument.title if is_alone else f"{instrument.title}: {scale}",
            source=instrument.source,
            lowest=lowest,
            highest=highest,
            values={cell: _build_cluster(values) for cell, values in found.items()},
        )

    def _group_values(
        self, scale: str, instrument: SurveyInstrument, codes: Mapping[int, Expression]
    ) -> dict[Cell, list[tuple[float, int]]]:
        """For each cell, the values of a scale, and how many respondents have each value.

        Respondents with the same points and the same number of answered items are counted together.
        """
        answers = [self._orient_code(instrument, item, codes[item]) for item in instrument.scales[scale]]
        found: dict[Cell, list[tuple[float, int]]] = {}
        for cell, row in self._count_cells(self._add_answers(answers)):
            values = found.setdefault(cell, [])
            if row["answered"] >= instrument.find_least_answered(scale):
                values.append((compute_scale_value(instrument, row["points"], row["answered"]), row["rows"]))
        return found

    def _orient_code(self, instrument: SurveyInstrument, item: int, code: Expression) -> Expression:
        """An item's code, reversed if the item is worded the other way round; null if the item has no valid answer."""
        given = self.polars.when(code != WRONG).then(code)
        return instrument.lowest + instrument.highest - given if item in instrument.reversed else given

    def _code(self, column: str, words: AnswerWords) -> Expression:
        """The number for each answer of a column; null if there is no answer, and -1 for an invalid cell."""
        return self.cells.code(self.responses.find_column(column), words)

    def _count_cells(self, columns: Mapping[str, Expression]) -> list[tuple[Cell, dict[str, Any]]]:
        """How many rows each cell has for each combination of values in the given columns."""
        frame, _ = self._select_cells(columns)
        counted = frame.group_by(self.polars.all()).agg(rows=self.polars.len()).collect(engine="streaming")
        return [(self._read_cell(row), row) for row in counted.to_dicts()]

    def _select_cells(self, columns: Mapping[str, Expression]) -> tuple[Expression, list[str]]:
        """The given columns with the group and team of each response, and the names of the group and team columns."""
        by = self.questionnaire.group_columns
        names = {f"k{place}": column for place, column in enumerate(by)}
        if self.questionnaire.team is not None:
            names["team"] = self.questionnaire.team
        keys = {
            name: fold_spaces(self.polars.col(self.responses.find_column(column)).fill_null(""))
            for name, column in names.items()
        }
        # This column exists even if people are only counted, all together.
        everybody = self.polars.col(ROW) > 0
        return self.cells.frame.select(everybody=everybody, **keys, **columns), ["everybody", *keys]

    def _read_cell(self, row: Mapping[str, Any]) -> Cell:
        """The group and the team of a row of counts."""
        by = range(len(self.questionnaire.group_columns))
        return tuple(row[f"k{place}"] or EMPTY for place in by), row.get("team", "")

    def _reject_wrong_cells(self, columns: Sequence[str], words: AnswerWords) -> None:
        """Records the row, column and text of each invalid cell in columns that share the same answer words."""
        codes = {column: self._code(column, words) for column in columns}
        wrong = {column: code == WRONG for column, code in codes.items()}
        found = self._count_codes(codes, (WRONG, *words.codes.values()))
        faulty = [column for column in columns if found[column][0]]
        for column in faulty:
            rows = self.cells.frame.filter(wrong[column]).select(ROW).collect(engine="streaming").rows()
            self.rejects += [(row, column) for (row,) in rows]
        if faulty:
            self.shared.append(self._share_cells(words, found, faulty, wrong))

    def _share_cells(
        self,
        words: AnswerWords,
        found: Mapping[str, Sequence[int]],
        faulty: Sequence[str],
        wrong: Mapping[str, Expression],
    ) -> SharedCells:
        """The invalid cells in columns with the same answer words, for hints.

        The first count in each entry of `found` is the number of invalid cells.
        """
        return SharedCells(
            path=tuple(map(str, words.path)),
            options=tuple(words.codes),
            chosen={column: tuple(counts[1:]) for column, counts in found.items()},
            readable={column: sum(counts[1:]) for column, counts in found.items()},
            wrong={column: counts[0] for column, counts in found.items()},
            texts={column: self._count_texts([column], wrong) for column in faulty},
            people=self._count_texts(faulty, wrong),
        )

    def _count_texts(self, columns: Sequence[str], wrong: Mapping[str, Expression]) -> dict[str, int]:
        """How many responses have each text in an invalid cell of the given columns."""
        return self.cells.count_wrong_texts({self.responses.find_column(column): wrong[column] for column in columns})

    def _count_codes(self, codes: Mapping[str, Expression], kinds: Sequence[int]) -> dict[str, list[int]]:
        """How many cells of each column have each of the given codes."""
        sums = [
            (code == kind).sum().alias(f"{place} {kind}") for place, code in enumerate(codes.values()) for kind in kinds
        ]
        row = self.cells.frame.select(sums).collect(engine="streaming").row(0)
        size = len(kinds)
        return {column: list(row[place * size : (place + 1) * size]) for place, column in enumerate(codes)}


def _find_worths(criterion: SurveyCriterion) -> tuple[tuple[float, ...], tuple[int, ...]]:
    """The worth of each option, and the options counted in the share: the top options, or the options worth most."""
    count = len(criterion.options)
    if criterion.scores is None:
        top = criterion.top or 1
        return tuple(100.0 if place >= count - top else 0.0 for place in range(count)), tuple(range(count - top, count))
    best = max(criterion.scores)
    return criterion.scores, tuple(place for place, score in enumerate(criterion.scores) if score == best)


def _find_band(score: float) -> int:
    """The band of a respondent's score, which is rounded first, so that a rounding error does not lower the band."""
    return bisect_right(BANDS, round(score, 9)) - 1


def _build_cluster(values: Iterable[tuple[float, int]]) -> Cluster:
    """Values with their counts as one cluster, summed in the same order whichever engine counted them."""
    ordered = sorted(values)
    return Cluster(
        sum(count for _, count in ordered),
        math.fsum(value * count for value, count in ordered),
        math.fsum(value**2 * count for value, count in ordered),
    )
