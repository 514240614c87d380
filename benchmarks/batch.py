"""How fast tables are scored and how much memory that takes, compared with code written by hand for the same engine.

    python benchmarks/batch.py [ROWS …]     needs nhsdx[batch,duckdb,spark] and Java; the default is 100000 1500000

The code by hand knows one rubric: 32 questions answered with a level, and four gates on them. The names with `items`
measure a table of the shipped rubric, with words for every item of its checklists. Every figure is the best of three
runs. Each run is a separate process that reads Parquet and writes Parquet. Peak memory is the process's memory, without
Spark's Java.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nhsdx import load_rubric
from nhsdx.model.reading import Reading
from nhsdx.model.rubric import Rubric
from nhsdx.scoring.instrument import Instrument
from nhsdx.tables.engines.spark import SETTINGS

RUBRIC = "nhs-digital-leadership"
RUNS = 3
PYTHON_ROWS = 1000
SHOWN = (Reading.EVIDENCED, Reading.CLAIMED)
LEFT_OUT = ("not-due", "not-applicable")
GATES, CAPPING = 4, 2
"""How many gates the rubric by hand has, and how many of them cap the score."""
SPARK = SETTINGS | {"spark.driver.memory": "4g"}


def main() -> None:
    """Measure everything, one after the other, and print Markdown tables."""
    if sys.argv[1:2] == ["one"]:
        _one(sys.argv[2], Path(sys.argv[3]), sys.argv[4])
        return
    sizes = [int(word) for word in sys.argv[1:]] or [100_000, 1_500_000]
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            tables = {kind: Path(folder) / f"{rows}-{kind}.parquet" for kind in ("levels", "items")}
            _make_levels(tables["levels"], rows)
            _make_items(tables["items"], rows)
            _report(tables, rows)


def _build_rubric() -> Rubric:
    """The rubric of the code by hand: 32 level criteria in five dimensions, one of them advisory."""
    weights = {"fit": 25, "horizon": 25, "autonomy": 15, "framing": 35, "memory": 1}
    names = [f"c{number}" for number in range(32)]
    dimensions = {name: {"title": name, "weight": weight} for name, weight in weights.items()}
    dimensions["memory"]["advisory"] = True
    gates = {
        f"g{number}": {"when": {"criterion": name, "at-most": 1}, "because": "It matters.", "remedy": "Do it."}
        | ({"cap": {"overall": 1}} if number < CAPPING else {"flag": True})
        for number, name in enumerate(names[:GATES])
    }
    criteria = {
        name: {"dimension": list(weights)[number % len(weights)], "title": name, "levels": ["-"] * 6}
        for number, name in enumerate(names)
    }
    return Rubric.model_validate(
        {
            "format": "nhsdx.rubric/1",
            "rubric": {"id": "levels", "version": "1.0.0", "title": "Levels"},
            "levels": [{"label": f"Level {number}"} for number in range(6)],
            "evidence-grades": [
                {"id": "said", "label": "Said", "supports": 1},
                {"id": "seen", "label": "Seen", "supports": 5, "max-age-months": 24},
            ],
            "dimensions": dimensions,
            "criteria": criteria,
            "gates": gates,
        }
    )


def _make_levels(table: Path, rows: int) -> None:
    """Levels from 0 to 5 for every criterion, with one in seven unknown."""
    import polars as pl

    criteria = _build_rubric().criteria
    numbers = _number_rows(rows)
    drawn = [(pl.col("id").hash(seed=k) % 7).cast(pl.Int8).replace({6: None}).alias(c) for k, c in enumerate(criteria)]
    numbers.with_columns(drawn).sink_parquet(table)


def _make_items(table: Path, rows: int) -> None:
    """Words for every item of the shipped rubric, the useful ones more often; its other criteria stay unknown."""
    import polars as pl

    from nhsdx.model import ChecklistCriterion

    words = dict(enumerate(("yes", "yes", "yes", "partly", "no", "not-applicable", "unknown")))
    names = [
        f"{name}.{item}"
        for name, criterion in load_rubric(RUBRIC).criteria.items()
        if isinstance(criterion, ChecklistCriterion)
        for item in criterion.items
    ]
    drawn = [
        (pl.col("id").hash(seed=k) % 7).cast(pl.Int8).replace_strict(words, return_dtype=pl.String).alias(name)
        for k, name in enumerate(names)
    ]
    _number_rows(rows).with_columns(drawn).sink_parquet(table)


def _number_rows(rows: int) -> Any:  # noqa: ANN401 - a frame of Polars
    import polars as pl

    pl.Config.set_streaming_chunk_size(10_000)
    return pl.LazyFrame({"id": pl.int_range(rows, eager=True)})


def _report(tables: dict[str, Path], rows: int) -> None:
    names = ["floor", "polars", "polars-by-hand", "polars-items", "duckdb", "duckdb-by-hand", "duckdb-items"]
    if rows <= 2_000_000:  # noqa: PLR2004 - Spark takes minutes beyond
        names += ["spark-1", "spark-2", "spark-by-hand-2", "python"]
    found = {name: _best(name, tables["items" if "items" in name else "levels"]) for name in names}
    print(f"\n{rows:,} rows of {len(_build_rubric().criteria)} criteria\n")
    print("| what | seconds | rows a second | peak memory, MiB | compared |")
    print("| --- | ---: | ---: | ---: | --- |")
    beside = {
        "polars": "polars-by-hand",
        "polars-items": "polars",
        "duckdb": "duckdb-by-hand",
        "duckdb-items": "duckdb",
        "spark-2": "spark-by-hand-2",
    }
    for name, (seconds, memory) in found.items():
        other = beside.get(name)
        ratio = f"{seconds / found[other][0]:.2f} times {other}" if other else ""
        print(f"| {name} | {seconds:.2f} | {rows / seconds:,.0f} | {memory:.0f} | {ratio} |")


def _best(name: str, table: Path) -> tuple[float, float]:
    measured = []
    for _ in range(1 if name == "python" else RUNS):
        command = [sys.executable, __file__, "one", name, str(table), f"{table}.out"]
        out = subprocess.run(command, check=True, capture_output=True, text=True)
        measured.append(json.loads(out.stdout.splitlines()[-1]))
    return min(one["seconds"] for one in measured), min(one["memory"] for one in measured)


def _one(name: str, table: Path, output: str) -> None:
    """Run one measurement and print its seconds and mebibytes."""
    kind, _, number = name.partition("-")
    work = _prepared(kind, name, table, output, number)
    start = time.perf_counter()
    rows = work() or 1
    seconds = (time.perf_counter() - start) * rows
    print(json.dumps({"seconds": seconds, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def _prepared(kind: str, name: str, table: Path, output: str, number: str) -> Callable[[], float | None]:
    """The work to measure. Engines are started before the clock."""
    instrument = Instrument.of(load_rubric(RUBRIC) if "items" in name else _build_rubric())
    if kind in ("polars", "floor"):
        import polars as pl

        pl.Config.set_streaming_chunk_size(10_000)
        if kind == "floor":
            return lambda: _none(pl.scan_parquet(table).select(pl.all().sum()).collect(engine="streaming"))
        score = _polars_by_hand if "by-hand" in name else _scored
        return lambda: score(pl.scan_parquet(table), instrument).sink_parquet(output)
    if kind == "duckdb":
        import duckdb

        connection = duckdb.connect()
        if "by-hand" in name:
            return lambda: connection.sql(_sql(instrument.rubric, f"read_parquet('{table}')")).write_parquet(output)
        return lambda: _scored(connection.read_parquet(str(table)), instrument).write_parquet(output)
    if kind == "spark":
        return _spark(name, table, output, number[-1], instrument)
    return lambda: _python(table, instrument)


def _none(_: object) -> None:
    return None


def _scored(frame: Any, instrument: Instrument) -> Any:  # noqa: ANN401 - a frame of any engine
    from nhsdx.tables import score_frame

    return score_frame(frame, instrument)


def _spark(name: str, table: Path, output: str, workers: str, instrument: Instrument) -> Callable[[], float | None]:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(f"local[{workers}]")
    for key, value in SPARK.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    frame = session.read.parquet(str(table))
    if "by-hand" not in name:
        return lambda: _scored(frame, instrument).write.mode("overwrite").parquet(output)
    frame.createOrReplaceTempView("answers")
    query = _sql(instrument.rubric, "answers").replace('"', "`")
    return lambda: session.sql(query).write.mode("overwrite").parquet(output)


def _python(table: Path, instrument: Instrument) -> float:
    """Loop over the first rows with the core engine; return how many times longer all rows would take."""
    import datetime

    import polars as pl

    from nhsdx.model.assessment import About, Answer, Assessment
    from nhsdx.scoring.engine import score_with

    about = About(subject="-", date=datetime.date(2026, 10, 1))
    frame = pl.scan_parquet(table)
    rows: int = frame.select(pl.len()).collect().item()
    for row in frame.drop("id").head(PYTHON_ROWS).collect().iter_rows(named=True):
        answers = {name: Answer.model_construct(level=level) for name, level in row.items() if level is not None}
        score_with(instrument, Assessment(about, None, answers, {}))
    return float(rows / min(PYTHON_ROWS, rows))


# The code written by hand: only the arithmetic of one rubric


def _dimensions(rubric: Rubric) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {name: {} for name in rubric.dimensions}
    for name, criterion in rubric.criteria.items():
        found[criterion.dimension][name] = criterion.weight
    return found


def _top(rubric: Rubric) -> dict[str, float]:
    return {name: one.weight for name, one in rubric.dimensions.items() if not one.advisory}


def _gates(rubric: Rubric) -> list[tuple[str, str, int, int | None]]:
    """Every gate of the rubric: a criterion at most at a level, which may cap the overall score."""
    return [
        (name, gate.when.criterion or "", gate.when.at_most or 0, gate.cap.get("overall"))
        for name, gate in rubric.gates.items()
    ]


def _polars_by_hand(frame: Any, instrument: Instrument) -> Any:  # noqa: ANN401 - a frame of Polars
    import polars as pl

    rubric = instrument.rubric
    supported = 20.0 * rubric.evidence_grades[0].supports
    claims, rejected = {}, []
    for name in rubric.criteria:
        valid = pl.col(name).is_between(0, 5)
        claims[f"c_{name}"] = pl.when(valid).then(pl.col(name) * 20.0)
        rejected.append((~valid).fill_null(value=False).cast(pl.Int32))
    frame = frame.with_columns(**claims, rejected=pl.sum_horizontal(rejected))
    counted = {}
    for name in rubric.criteria:
        claim = pl.col(f"c_{name}")
        counted[f"e_{name}"] = pl.when(claim > supported).then(supported).otherwise(claim)
    frame = frame.with_columns(**counted)
    columns: dict[str, Any] = {}
    for node, children in _dimensions(rubric).items():
        whole = sum(children.values())
        known = pl.sum_horizontal([pl.col(f"c_{c}").is_not_null() * w for c, w in children.items()])
        claimed = pl.sum_horizontal([pl.col(f"c_{c}") * w for c, w in children.items()])
        evidenced = pl.sum_horizontal([pl.col(f"e_{c}") * w for c, w in children.items()])
        columns |= {
            f"{node}.low": evidenced / whole,
            f"{node}.evidenced": pl.when(known > 0).then(evidenced / known),
            f"{node}.claimed": pl.when(known > 0).then(claimed / known),
            f"{node}.high": (claimed + 100 * (whole - known)) / whole,
            f"{node}.evidenced.weakest": pl.min_horizontal([pl.col(f"e_{c}") for c in children]),
            f"{node}.claimed.weakest": pl.min_horizontal([pl.col(f"c_{c}") for c in children]),
            f"{node}.left-out.unknown": pl.sum_horizontal([pl.col(f"c_{c}").is_null() for c in children]),
            f"{node}.coverage": known / whole,
        }
    for gate, criterion, at_most, _ in _gates(rubric):
        bound = 20.0 * (at_most + 1) - 5e-10
        low = pl.col(f"e_{criterion}").is_null() | (pl.col(f"e_{criterion}") < bound)
        columns[f"low.{gate}"] = low
        columns[f"evidenced.{gate}"] = (pl.col(f"e_{criterion}") < bound).fill_null(value=False)
        columns[f"claimed.{gate}"] = (pl.col(f"c_{criterion}") < bound).fill_null(value=False)
    frame = frame.with_columns(**columns)
    return _overall_by_hand(frame, rubric)


def _overall_by_hand(frame: Any, rubric: Rubric) -> Any:  # noqa: ANN401 - a frame of Polars
    import polars as pl

    top = _top(rubric)
    whole = sum(top.values())
    means: dict[str, Any] = {}
    for reading in Reading:
        total = pl.sum_horizontal([pl.col(f"{node}.{reading}") * weight for node, weight in top.items()])
        known = pl.sum_horizontal([pl.col(f"{node}.{reading}").is_not_null() * weight for node, weight in top.items()])
        mean: Any = pl.when(known > 0).then(total / known)
        for gate, _, _, cap in _gates(rubric):
            if cap is not None:
                triggered = pl.col(f"{'claimed' if reading is Reading.HIGH else reading}.{gate}")
                mean = pl.when(triggered & (mean > 20.0 * cap)).then(20.0 * cap).otherwise(mean)
        means[f"overall.{reading}"] = mean
    for reading in SHOWN:
        means[f"overall.{reading}.weakest"] = pl.min_horizontal([pl.col(f"{node}.{reading}.weakest") for node in top])
    means["overall.left-out.unknown"] = pl.sum_horizontal([pl.col(f"{node}.left-out.unknown") for node in top])
    means["overall.coverage"] = pl.sum_horizontal([pl.col(f"{node}.coverage") * w for node, w in top.items()]) / whole
    frame = frame.with_columns(**means)
    chosen = {"id": pl.col("id"), "rejected": pl.col("rejected")}
    for node in ("overall", *rubric.dimensions):
        for reading in Reading:
            chosen[f"{node}.{reading}"] = pl.col(f"{node}.{reading}")
            chosen[f"{node}.{reading}.level"] = _level(pl.col(f"{node}.{reading}"))
        for reading in SHOWN:
            chosen[f"{node}.{reading}.weakest"] = _level(pl.col(f"{node}.{reading}.weakest"))
        chosen[f"{node}.coverage"] = pl.col(f"{node}.coverage")
        chosen[f"{node}.left-out.unknown"] = pl.col(f"{node}.left-out.unknown")
        chosen |= {f"{node}.left-out.{status}": pl.lit(0) for status in LEFT_OUT}
    for gate, *_ in _gates(rubric):
        chosen[f"gate.{gate}"] = (
            pl.when(pl.col(f"claimed.{gate}"))
            .then(pl.lit("triggered"))
            .when(pl.col(f"evidenced.{gate}"))
            .then(pl.lit("unproven"))
            .when(pl.col(f"low.{gate}"))
            .then(pl.lit("undecided"))
            .otherwise(pl.lit("clear"))
        )
    return frame.select(**chosen)


def _level(score: Any) -> Any:  # noqa: ANN401 - an expression of Polars
    import polars as pl

    return ((score + 5e-10) / 20).floor().cast(pl.Int8)


def _sql(rubric: Rubric, source: str) -> str:
    """The same arithmetic as one SQL statement, with identifiers in double quotes."""
    supported = 20 * rubric.evidence_grades[0].supports
    scores = [f'CASE WHEN "{c}" BETWEEN 0 AND 5 THEN "{c}" * 20e0 END AS "c_{c}"' for c in rubric.criteria]
    rejected = " + ".join(f'CASE WHEN "{c}" < 0 OR "{c}" > 5 THEN 1 ELSE 0 END' for c in rubric.criteria)
    counted = [
        f'CASE WHEN "c_{c}" > {supported} THEN CAST({supported} AS DOUBLE) ELSE "c_{c}" END AS "e_{c}"'
        for c in rubric.criteria
    ]
    sums, nodes = [], []
    for node, children in _dimensions(rubric).items():
        whole = sum(children.values())
        for letter in ("c", "e"):
            terms = " + ".join(f'COALESCE("{letter}_{c}", 0) * {w}' for c, w in children.items())
            sums.append(f'{terms} AS "s{letter}_{node}"')
        known = " + ".join(f'CASE WHEN "c_{c}" IS NULL THEN 0 ELSE {w} END' for c, w in children.items())
        sums.append(f'CAST({known} AS DOUBLE) AS "k_{node}"')
        for letter, reading in (("e", Reading.EVIDENCED), ("c", Reading.CLAIMED)):
            least = ", ".join(f'"{letter}_{c}"' for c in children)
            sums.append(f'LEAST({least}) AS "{node}.{reading}.weakest"')
        unknown = " + ".join(f'CASE WHEN "c_{c}" IS NULL THEN 1 ELSE 0 END' for c in children)
        sums.append(f'{unknown} AS "{node}.left-out.unknown"')
        nodes += [
            f'"se_{node}" / {whole} AS "{node}.low"',
            f'CASE WHEN "k_{node}" > 0 THEN "se_{node}" / "k_{node}" END AS "{node}.evidenced"',
            f'CASE WHEN "k_{node}" > 0 THEN "sc_{node}" / "k_{node}" END AS "{node}.claimed"',
            f'("sc_{node}" + 100 * ({whole} - "k_{node}")) / {whole} AS "{node}.high"',
            f'"k_{node}" / {whole} AS "{node}.coverage"',
        ]
    for gate, criterion, at_most, _ in _gates(rubric):
        bound = 20 * (at_most + 1) - 5e-10
        nodes += [
            f'COALESCE("e_{criterion}" < {bound}, TRUE) AS "low.{gate}"',
            f'COALESCE("e_{criterion}" < {bound}, FALSE) AS "evidenced.{gate}"',
            f'COALESCE("c_{criterion}" < {bound}, FALSE) AS "claimed.{gate}"',
        ]
    return (
        f"WITH a AS (SELECT *, {rejected} AS rejected, {', '.join(scores)} FROM {source}), "
        f"b AS (SELECT *, {', '.join(counted)} FROM a), "
        f"c AS (SELECT *, {', '.join(sums)} FROM b), "
        f"d AS (SELECT *, {', '.join(nodes)} FROM c), "
        f"e AS (SELECT *, {', '.join(_overall_sql(rubric))} FROM d), "
        f"f AS (SELECT *, {', '.join(_capped_sql(rubric))} FROM e) "
        f"SELECT {', '.join(_chosen_sql(rubric))} FROM f"
    )


def _overall_sql(rubric: Rubric) -> list[str]:
    top = _top(rubric)
    parts = []
    for reading in Reading:
        total = " + ".join(f'COALESCE("{node}.{reading}", 0) * {weight}' for node, weight in top.items())
        known = " + ".join(f'CASE WHEN "{node}.{reading}" IS NULL THEN 0 ELSE {w} END' for node, w in top.items())
        parts.append(f'CASE WHEN {known} > 0 THEN ({total}) / ({known}) END AS "m_{reading}"')
    for reading in SHOWN:
        least = ", ".join(f'"{node}.{reading}.weakest"' for node in top)
        parts.append(f'LEAST({least}) AS "overall.{reading}.weakest"')
    unknown = " + ".join(f'"{node}.left-out.unknown"' for node in top)
    parts.append(f'{unknown} AS "overall.left-out.unknown"')
    covered = " + ".join(f'"{node}.coverage" * {weight}' for node, weight in top.items())
    return [*parts, f'({covered}) / {sum(top.values())} AS "overall.coverage"']


def _capped_sql(rubric: Rubric) -> list[str]:
    parts = []
    for reading in Reading:
        mean = f'"m_{reading}"'
        for gate, _, _, cap in _gates(rubric):
            if cap is not None:
                triggered = f'"{"claimed" if reading is Reading.HIGH else reading}.{gate}"'
                mean = f"CASE WHEN {triggered} AND {mean} > {20 * cap} THEN {20 * cap} ELSE {mean} END"
        parts.append(f'{mean} AS "overall.{reading}"')
    return parts


def _chosen_sql(rubric: Rubric) -> list[str]:
    chosen = ['"id"', "rejected"]
    for node in ("overall", *rubric.dimensions):
        for reading in Reading:
            column = f'"{node}.{reading}"'
            chosen += [column, f'CAST(FLOOR(({column} + 5e-10) / 20) AS TINYINT) AS "{node}.{reading}.level"']
        for reading in SHOWN:
            column = f'"{node}.{reading}.weakest"'
            chosen.append(f"CAST(FLOOR(({column} + 5e-10) / 20) AS TINYINT) AS {column}")
        chosen += [f'"{node}.coverage"', f'"{node}.left-out.unknown"']
        chosen += [f'0 AS "{node}.left-out.{status}"' for status in LEFT_OUT]
    for gate, *_ in _gates(rubric):
        cases = f"WHEN \"claimed.{gate}\" THEN 'triggered' WHEN \"evidenced.{gate}\" THEN 'unproven'"
        chosen.append(f"CASE {cases} WHEN \"low.{gate}\" THEN 'undecided' ELSE 'clear' END AS \"gate.{gate}\"")
    return chosen


if __name__ == "__main__":
    main()
