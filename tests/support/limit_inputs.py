"""Inputs of any size for each limit of `nhsdx.limits`, and the commands that read them.

Every function gives the files of a folder: a table for each file of TOML, otherwise a text or bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from nhsdx.limits import (
    LARGEST_PAGE,
    LARGEST_PDF,
    LARGEST_TEXT,
    LIMITS,
    MOST_FORM_ROWS,
    MOST_GROUP_NODES,
    MOST_GROUPS,
    OF_OTHERS,
    OF_POLARS,
    PRODUCTS,
)

Table: TypeAlias = dict[str, Any]
Files: TypeAlias = dict[str, Table | str | bytes]

BECAUSE = {"because": "It matters.", "remedy": "Do it."}
DATE = datetime.date(2026, 10, 1)
LABELS = ("Absent", "Set up", "Operating")
READ_RUBRIC = (
    "rubric lint rubric.toml",
    "rubric test rubric.toml",
    "rubric show rubric.toml",
    "rubric show rubric.toml --format html",
    "rubric diff rubric.toml newer.toml",
    "new rubric.toml",
)
READ_ASSESSMENT = (
    "assess a.toml",
    "assess a.toml --format json",
    "assess a.toml --format html",
    "explain a.toml",
    "check a.toml",
    "compare a.toml b.toml",
    "verify result.json --rubric rubric.toml",
    "migrate a.toml --to newer.toml",
)
FILLED = "--subject A --date 2026-01-01 -o filled.toml --force"
READ_BACK = ("csv", "docx", "xlsx")
"""The media of forms that `import` reads once they are filled in; csv comes first."""
FORMS = (
    *(
        command
        for medium in READ_BACK
        for command in (
            f"new rubric.toml --date 2026-01-01 -o form.{medium} --force",
            f"import form.{medium} --rubric rubric.toml {FILLED}",
        )
    ),
    "new rubric.toml --date 2026-01-01 -o form.html --force",
)
PREFILLED = tuple(f"new a.toml -o form.{medium} --force" for medium in (*READ_BACK, "html", "json"))
WRITE_PAPERS = tuple(f"report a.toml --format {format_}" for format_ in ("text", "markdown", "html", "docx", "pdf"))
READ_TABLE = tuple(
    f"batch table.csv --rubric rubric.toml --engine {engine} -o scores.parquet" for engine in ("polars", "duckdb")
)
ALL = (*READ_RUBRIC, *READ_ASSESSMENT, *WRITE_PAPERS, *READ_TABLE)


class Scenario(NamedTuple):
    """Inputs of a size that a limit counts, the commands that read them, and the limit if it is not one of a file."""

    what: str
    build: Callable[[int], Files]
    commands: tuple[str, ...] = ALL
    own: int = 0

    @property
    def most(self) -> int:
        """The limit."""
        return self.own or next(limit.most for limit in LIMITS if limit.what == self.what)


def build_criterion(dimension: str = "d0", levels: int = 3) -> Table:
    """A question answered with a level."""
    return {
        "dimension": dimension,
        "title": "A question of some length",
        "question": "Is there something that everybody can see?",
        "levels": [f"Level {number} of what can be seen." for number in range(levels)],
    }


def build_rubric(questions: int = 1, **more: object) -> Table:
    """A rubric with some questions in dimensions of up to fifty."""
    names = [f"c{number}" for number in range(questions)]
    return {
        "format": "nhsdx.rubric/1",
        "rubric": {"id": "large", "version": "1.0.0", "title": "Large"},
        "levels": [{"label": label} for label in LABELS],
        "dimensions": {f"d{number}": {"title": f"Part {number}"} for number in range(1 + (questions - 1) // 50)},
        "criteria": {name: build_criterion(f"d{number // 50}") for number, name in enumerate(names)},
    } | more


def build_assessment(answers: Table, **more: object) -> Table:
    """An assessment with these answers."""
    return {
        "format": "nhsdx.assessment/1",
        "rubric": "rubric.toml",
        "assessment": {"subject": "Large", "date": DATE},
        "answers": answers,
    } | more


def build_files(rubric: Table, answers: Table | None = None, cells: Table | None = None, **more: object) -> Files:
    """A rubric, a newer version of it, two assessments and a table with a few rows of cells."""
    first = answers if answers is not None else dict.fromkeys(rubric["criteria"], 1)
    cells = cells if cells is not None else dict.fromkeys(rubric["criteria"], "1")
    second = first | ({next(iter(first)): 2} if answers is None else {})
    newer = rubric | {"rubric": rubric["rubric"] | {"version": "2.0.0"}}
    return {
        "rubric.toml": rubric,
        "newer.toml": newer,
        "a.toml": build_assessment(first, **more),
        "b.toml": build_assessment(second, **more),
        "table.csv": "\n".join([",".join(cells), *[",".join(cells.values())] * 3, ""]),
    }


def _list_names(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{number}" for number in range(count)]


def build_levels(count: int) -> Files:
    """A scale of many levels."""
    rubric = build_rubric(2, levels=[{"label": name} for name in _list_names("Level ", count)])
    return build_files(rubric | {"criteria": dict.fromkeys(("c0", "c1"), build_criterion(levels=count))})


def build_grades(count: int) -> Files:
    """Many grades of evidence that ages, on ten questions."""
    supports = [3 * place // count for place in range(count)]
    grades = [
        {"id": f"g{place}", "label": f"Grade {place}", "supports": level, "max-age-months": place + 1}
        for place, level in enumerate(supports)
    ]
    names = _list_names("c", 10)
    seen = {name: {"level": 1, "evidence": f"g{count - 1}", "seen": DATE} for name in names}
    cells = {f"{name}.{part}": cell for name in names for part, cell in CELLS_OF_EVIDENCE.items()}
    return build_files(
        build_rubric(10, **{"evidence-grades": grades}),
        seen,
        dict.fromkeys(names, "1") | cells | {"date": "2026-10-01"},
    )


CELLS_OF_EVIDENCE = {"evidence": "g1", "seen": "2026-01-01"}


def build_dimensions(count: int) -> Files:
    """Many dimensions, each with one question."""
    names = _list_names("d", count)
    rubric = build_rubric(1, dimensions={name: {"title": name} for name in names})
    return build_files(rubric | {"criteria": {f"c{place}": build_criterion(name) for place, name in enumerate(names)}})


def build_criteria(count: int) -> Files:
    """Many questions."""
    return build_files(build_rubric(count))


def build_items(count: int) -> Files:
    """Checklists of up to a thousand items."""
    sizes = [min(1000, count - start) for start in range(0, count, 1000)]
    criteria = {
        f"c{place}": {"dimension": "d0", "title": "A list", "question": "Which of these?", "kind": "checklist"}
        | {
            "items": {
                f"i{item}": {"level": 1 + item % 2, "text": f"Statement {item} of the list is true."}
                for item in range(size)
            }
        }
        for place, size in enumerate(sizes)
    }
    answers = {name: {"items": dict.fromkeys(one["items"], "yes")} for name, one in criteria.items()}
    cells = {f"{name}.{item}": "yes" for name, one in criteria.items() for item in one["items"]}
    return build_files(build_rubric(1, criteria=criteria), answers, cells)


def build_bands(count: int) -> Files:
    """A measure of many bands."""
    bands = [{"from": place, "score": place % 100} for place in range(count)]
    measure = {"dimension": "d0", "title": "A number", "question": "How many?", "kind": "measure", "unit": "days"}
    rubric = build_rubric(1, criteria={"c0": measure | {"bands": bands}})
    return build_files(rubric, {"c0": {"value": 3.0}}, {"c0": "3"})


def build_options(count: int) -> Files:
    """A question of a survey with many options."""
    survey: Table = {"dimension": "d0", "title": "A survey", "question": "How is it?", "kind": "survey"}
    survey |= {"options": _list_names("Option ", count), "top": 1}
    cells = {f"c0.option.{number}": "5" for number in range(1, count + 1)}
    return build_files(build_rubric(1, criteria={"c0": survey}), {"c0": {"counts": [5] * count}}, cells)


def build_statements(count: int) -> Files:
    """Questions of a survey with up to a hundred statements each."""
    sizes = [min(100, count - start) for start in range(0, count, 100)]
    survey: Table = {"dimension": "d0", "title": "A survey", "question": "How is it?", "kind": "survey"}
    survey |= {"options": ["No", "Partly", "Yes"], "scores": [0, 50, 100]}
    criteria = {
        f"c{place}": survey | {"statements": {f"s{one}": {"text": f"Statement {one} is true."} for one in range(size)}}
        for place, size in enumerate(sizes)
    }
    columns = {name: {one: f"{name} {one}" for one in criterion["statements"]} for name, criterion in criteria.items()}
    heads = [column for one in columns.values() for column in one.values()]
    questionnaire: Table = {"format": "nhsdx.questionnaire/1", "rubric": "rubric.toml", "source": "plain"}
    questionnaire |= {"criteria": {name: {"columns": one} for name, one in columns.items()}}
    answers: Table = {name: {"mean": 50.0, "respondents": 20} for name in criteria}
    files = build_files(build_rubric(1, criteria=criteria), answers, None)
    rows = [",".join(["Yes", "No"][(row + one) % 2] for one in range(len(heads))) for row in range(20)]
    return files | {"questionnaire.toml": questionnaire, "responses.csv": "\n".join([",".join(heads), *rows, ""])}


def build_form_rows(count: int) -> Files:
    """A table with many rows, of which one is read as a form."""
    files = build_files(build_rubric(2))
    row = "rubric,1.0.0,A,2026-01-01,self,1,2\n"
    return files | {"form.csv": "rubric,version,subject,date,voice,c0,c1\n" + row * count}


def build_maps(count: int) -> Files:
    """Questions that relate to many headings of another framework."""
    headings = _list_names("h", min(count, 1000))
    framework = {"title": "Other", "headings": {name: name for name in headings}}
    rubric = build_rubric(20, frameworks={"other": framework})
    relations = [{"framework": "other", "ref": name, "relation": "subset"} for name in headings]
    for place, one in enumerate(rubric["criteria"].values()):
        part = relations[: max(0, min(len(headings), count - place * len(headings)))]
        one.update({"maps": part} if part else {})
    return build_files(rubric)


def build_headings(count: int) -> Files:
    """Frameworks of up to a thousand headings."""
    sizes = [min(1000, count - start) for start in range(0, count, 1000)]
    names = ["other", *_list_names("f", len(sizes) - 1)]
    frameworks = {
        name: {"title": name, "headings": {one: one for one in _list_names("h", size)}}
        for name, size in zip(names, sizes, strict=True)
    }
    rubric = build_rubric(2, frameworks=frameworks)
    rubric["criteria"]["c0"] |= {"maps": [{"framework": "other", "ref": "h0", "relation": "subset"}]}
    return build_files(rubric)


def build_frameworks(count: int) -> Files:
    """Many frameworks."""
    one = {"title": "Other", "headings": {"h0": "Heading"}}
    rubric = build_rubric(2, frameworks=dict.fromkeys(["other", *_list_names("f", count - 1)], one))
    rubric["criteria"]["c0"] |= {
        "maps": [{"framework": name, "ref": "h0", "relation": "subset"} for name in rubric["frameworks"]]
    }
    return build_files(rubric)


def build_gates(count: int) -> Files:
    """Many gates, each on a question."""
    rubric = build_rubric(20)
    gates = {
        name: BECAUSE | {"when": {"criterion": f"c{place % 20}", "at-most": 0}, "cap": {"overall": 1}}
        for place, name in enumerate(_list_names("g", count))
    }
    return build_files(rubric | {"gates": gates})


def build_chain(count: int) -> Files:
    """Gates that depend on each other: each caps the dimension that triggers the next."""
    names = _list_names("d", count + 1)
    rubric = build_rubric(1, dimensions={name: {"title": name} for name in names})
    rubric["criteria"] = {f"c{place}": build_criterion(name) for place, name in enumerate(names)}
    gates = {
        f"g{place}": BECAUSE | {"when": {"dimension": name, "below": 50}, "cap": {f"d{place + 1}": 0}}
        for place, name in enumerate(names[:-1])
    }
    answers = dict.fromkeys(rubric["criteria"], 2) | {"c0": 0}
    return build_files(rubric | {"gates": gates}, answers, {name: str(level) for name, level in answers.items()})


def build_conditions(count: int) -> Files:
    """One gate of many conditions."""
    rubric = build_rubric(20)
    listed = [{"criterion": f"c{place % 20}", "at-most": 0} for place in range(count - 1)]
    return build_files(rubric | {"gates": {"g": BECAUSE | {"when": {"any": listed}, "cap": {"overall": 1}}}})


def build_caps(count: int) -> Files:
    """Gates that cap many dimensions."""
    names = _list_names("d", min(count, 150))
    rubric = build_rubric(1, dimensions={name: {"title": name} for name in names})
    rubric["criteria"] = {f"c{place}": build_criterion(name) for place, name in enumerate(names)}
    sizes = [min(150, count - start) for start in range(0, count, 150)]
    gates = {
        f"g{place}": BECAUSE | {"when": {"criterion": f"c{place}", "at-most": 0}, "cap": dict.fromkeys(names[:size], 1)}
        for place, size in enumerate(sizes)
    }
    return build_files(rubric | {"gates": gates})


def build_context(count: int) -> Files:
    """Many questions on the context."""
    context = {name: {"title": name, "options": ["one", "two"]} for name in _list_names("x", count)}
    return build_files(build_rubric(2, context=context), None, None, context=dict.fromkeys(context, "one"))


def build_profiles(count: int) -> Files:
    """Many profiles, and a table in which each row has its own."""
    profiles = {
        name: {"title": name, "criteria": [f"c{place % 20}"]} for place, name in enumerate(_list_names("p", count))
    }
    rubric = build_rubric(20, profiles=profiles)
    return build_files(rubric, None, dict.fromkeys(rubric["criteria"], "1") | {"profile": "p0"})


def build_profile_criteria(count: int) -> Files:
    """Profiles that list many questions."""
    rubric = build_rubric(400)
    names = list(rubric["criteria"])
    sizes = [min(400, count - start) for start in range(0, count, 400)]
    profiles = {f"p{place}": {"title": "P", "criteria": names[:size]} for place, size in enumerate(sizes)}
    return build_files(rubric | {"profiles": profiles}, None, dict.fromkeys(names, "1") | {"profile": "p0"})


def build_sources(count: int) -> Files:
    """Many sources."""
    sources = {name: {"title": name, "url": f"https://example.org/{name}"} for name in _list_names("s", count)}
    rubric = build_rubric(20, sources=sources)
    for place, one in enumerate(rubric["criteria"].values()):
        one |= {"sources": list(sources)[place::20]}
    return build_files(rubric)


def build_tests(count: int, criteria: int = 20) -> Files:
    """Many test vectors."""
    tests = [
        {"name": f"test {place}", "answers": {"all": 1, f"c{place % criteria}": 2}, "expect": {"gates": []}}
        for place in range(count)
    ]
    return build_files(build_rubric(criteria, tests=tests))


def build_documents(count: int) -> Files:
    """Many documents."""
    documents = {name: {"title": f"Paper {name}"} for name in _list_names("p", count)}
    return build_files(build_rubric(20), None, None, documents=documents)


def build_references(count: int) -> Files:
    """Answers that refer to many documents."""
    names = _list_names("p", min(count, 5000))
    answers = {
        f"c{place}": {"level": 1, "documents": names[: min(len(names), count - start)]}
        for place, start in enumerate(range(0, count, len(names)))
    }
    documents = {name: {"title": f"Paper {name}"} for name in names}
    return build_files(build_rubric(20), answers, None, documents=documents)


def build_actions(count: int) -> Files:
    """Many actions."""
    actions = [
        {"what": f"Do thing {place}", "owner": "The board", "due": DATE, "criterion": f"c{place % 20}"}
        for place in range(count)
    ]
    return build_files(build_rubric(20), None, None, actions=actions)


def build_thresholds(count: int) -> Files:
    """A policy with many thresholds."""
    rubric = build_rubric(count)
    thresholds = dict.fromkeys(rubric["criteria"], 10)
    return build_files(rubric) | {"nhsdx.toml": {"format": "nhsdx.policy/1", "fail-under": thresholds}}


def build_waivers(count: int) -> Files:
    """A policy with many waivers."""
    gates = {
        name: BECAUSE | {"when": {"criterion": "c0", "at-most": 1}, "cap": {"overall": 1}}
        for name in _list_names("g", count)
    }
    waivers = [{"gate": name, "file": "a.toml", "owner": "Board", "reason": "Soon.", "expires": DATE} for name in gates]
    policy = {"format": "nhsdx.policy/1", "fail-on-gate": True, "waivers": waivers}
    return build_files(build_rubric(2, gates=gates)) | {"nhsdx.toml": policy}


def build_columns(count: int) -> Files:
    """A table of many columns, nearly all without answers, which a map keeps."""
    names = _list_names("k", count - 2)
    files = build_files(build_rubric(2), None, {"c0": "1", "c1": "2"} | dict.fromkeys(names, "x"))
    return files | {"map.toml": {"format": "nhsdx.batch-map/1", "keep": names}}


def build_kept(count: int) -> Files:
    """A map that keeps many columns, few of which a table has."""
    return build_columns(12) | {"map.toml": {"format": "nhsdx.batch-map/1", "keep": _list_names("k", count)}}


def build_words(count: int) -> Files:
    """A map of many words for one column."""
    words = {f"word {place}": place % 3 for place in range(count)}
    files = build_files(build_rubric(2), None, {"c0": "word 5", "c1": "2"})
    return files | {"map.toml": {"format": "nhsdx.batch-map/1", "words": {"c0": words}}}


def build_questionnaire(count: int) -> Files:
    """A questionnaire of many words for one question."""
    survey: Table = {"dimension": "d0", "title": "A survey", "question": "How is it?", "kind": "survey"}
    rubric = build_rubric(1, criteria={"c0": survey | {"options": ["Bad", "Good"], "top": 1}})
    words = {f"word {place}": ("Bad", "Good")[place % 2] for place in range(count)}
    questionnaire: Table = {"format": "nhsdx.questionnaire/1", "rubric": "rubric.toml"}
    questionnaire |= {"criteria": {"c0": {"column": "Q", "answers": words}}}
    rows = "\n".join(["Q", *words, ""])
    return {"rubric.toml": rubric, "responses.csv": rows, "questionnaire.toml": questionnaire}


def build_case(count: int, years: int = 100) -> Table:
    """A case of many costs and benefits over many years, all of which a delay moves."""
    end = {f"2026-{2025 + years}": 1.5}
    line: Table = {"title": "A line", "class": "cash-releasing", "years": end}
    head: Table = {"title": "A case", "subject": "A trust", "unit": "£m", "prices": "2026/27 prices"}
    return {
        "format": "nhsdx.benefits/1",
        "case": head | {"date": DATE, "base-year": 2026, "last-year": 2125, "go-live": DATE},
        "discount": {"edition": "green-book-2026"},
        "costs": {"c": line | {"kind": "running", "follows-go-live": True}},
        "benefits": dict.fromkeys(_list_names("b", count - 1), line),
        "delay": {"months": 7, "reason": "As before."},
    }


def build_costs(count: int) -> Files:
    """A case of many benefits."""
    return {"b.toml": build_case(count)}


def build_amounts(count: int) -> Files:
    """A case of many amounts, one for each year of each benefit."""
    case = build_case(-(-count // 100))
    years = {str(2026 + year): 1.5 for year in range(100)}
    case["benefits"] = {name: line | {"years": years} for name, line in case["benefits"].items()}
    return {"b.toml": case}


def build_history(count: int) -> Files:
    """A case with many past projects."""
    project = {"project": "A project", "measure": "cost", "estimate": 2, "outcome": 3, "source": "A report."}
    return {
        "b.toml": build_case(2)
        | {"history": [project] * count, "reference-class": {"title": "Projects", "why": "They are like it."}}
    }


def build_links(count: int) -> Files:
    """A case that says something about many criteria."""
    links = [{"criterion": name, "shows": "speed"} for name in _list_names("c", count)]
    return {"b.toml": build_case(2) | {"links": links}}


BY_GROUP: Files = {"map.toml": {"format": "nhsdx.batch-map/1", "groups": {"columns": ["group"]}}}


def build_groups(count: int) -> Files:
    """A table with many groups of five rows."""
    rows = [f"{place % 3},group {place // 5}" for place in range(5 * count)]
    return build_files(build_rubric(1)) | BY_GROUP | {"table.csv": "\n".join(["c0,group", *rows, ""])}


def build_group_nodes(count: int) -> Files:
    """A table with many groups of five rows, scored in nine dimensions and as a whole."""
    names = _list_names("d", 9)
    rubric = build_rubric(1, dimensions={name: {"title": name} for name in names})
    rubric["criteria"] = {f"c{place}": build_criterion(name) for place, name in enumerate(names)}
    groups = -(-count // 10)
    rows = [f"{','.join(str((place + one) % 3) for one in range(9))},group {place // 5}" for place in range(5 * groups)]
    return (
        build_files(rubric) | BY_GROUP | {"table.csv": "\n".join([",".join([*rubric["criteria"], "group"]), *rows, ""])}
    )


def build_gate_nodes(count: int) -> Files:
    """Gates on each of a thousand dimensions and criteria."""
    rubric = build_rubric(980)
    gates = {
        name: BECAUSE | {"when": {"criterion": f"c{place % 980}", "at-most": 0}, "cap": {"overall": 1}}
        for place, name in enumerate(_list_names("g", -(-count // 1000)))
    }
    return build_files(rubric | {"gates": gates})


def build_answers(count: int) -> Files:
    """Many answers to as many questions."""
    return build_files(build_rubric(count))


def build_vectors_of_many(count: int) -> Files:
    """Test vectors of 400 questions."""
    return build_tests(-(-count // 400), 400)


def build_notes(count: int, most: int = LARGEST_TEXT, questions: int = 1000) -> Files:
    """An assessment with long reasons, of this many characters together with the page's own words."""
    own = 250 * questions if count <= most else 0
    reason = "A reason that is read as far as that. " * (max(0, count - own) // questions // 38 + 1)
    answers = {f"c{place}": {"level": 1, "why": reason} for place in range(questions)}
    return build_files(build_rubric(questions), answers)


def build_pdf(count: int) -> Files:
    """An assessment with long reasons, of nearly this many characters in a PDF with its layout."""
    return build_notes(count - 150_000 if count <= LARGEST_PDF else count, LARGEST_PDF, 100)


def build_cell(size: int) -> Files:
    """A table with one cell of nearly this size."""
    import io

    import polars as pl

    written = io.BytesIO()
    text = "x" * (size - 100 if size <= LARGEST_PAGE else size)
    pl.DataFrame({"c0": ["1"], "text": [text]}).write_parquet(written)
    return build_files(build_rubric(1)) | {"table.parquet": written.getvalue()}


def build_open_conditions(count: int) -> Files:
    """Criteria of one dimension that are asked only under a condition, which a known answer decides."""
    rubric = build_rubric(count + 1)
    for name in list(rubric["criteria"])[1:]:
        rubric["criteria"][name] |= {"dimension": "d0", "asked-when": {"criterion": "c0", "at-least": 1}}
        rubric["criteria"][name] |= {"kind": "measure", "unit": "days", "linear": {"worst": 0, "best": 1000}}
        del rubric["criteria"][name]["levels"]
    answers: Table = {name: {"value": 1.5} for name in rubric["criteria"]} | {"c0": 1}
    return build_files(rubric | {"dimensions": {"d0": {"title": "All"}}}, answers, dict.fromkeys(answers, "1"))


def build_asking_chain(count: int) -> Files:
    """Criteria that decide on each other: each is asked only if the one before has a level."""
    rubric = build_rubric(count + 1)
    for place in range(1, count + 1):
        rubric["criteria"][f"c{place}"]["asked-when"] = {"criterion": f"c{place - 1}", "at-least": 1}
    return build_files(rubric)


POLARS, DUCKDB = READ_TABLE
CELL = tuple(command.replace("table.csv", "table.parquet") for command in READ_TABLE)
GROUPED = tuple(f"{command} --map map.toml --group-by group" for command in READ_TABLE)
MAPPED = tuple(f"{command} --map map.toml" for command in READ_TABLE)
SURVEY = ("survey responses.csv --map questionnaire.toml",)
BENEFITS = tuple(f"benefits b.toml --format {format_}" for format_ in ("text", "json", "html"))
IMPORT_ROW = f"import form.csv --rubric rubric.toml --row 7 {FILLED}"
CROSSWALK = ("crosswalk a.toml --to other",)
WITHOUT_TABLES = (*READ_RUBRIC, *READ_ASSESSMENT, *WRITE_PAPERS)
TEST = ("rubric lint rubric.toml", "rubric test rubric.toml")
SCENARIOS = (
    Scenario("levels", build_levels),
    Scenario("evidence grades", build_grades),
    Scenario("dimensions", build_dimensions, (*WITHOUT_TABLES, POLARS)),
    Scenario("criteria", build_criteria, (*FORMS, *WITHOUT_TABLES, POLARS)),
    Scenario("checklist items", build_items, (*(one for one in FORMS if "docx" not in one), *WITHOUT_TABLES)),
    Scenario("bands of measures", build_bands),
    Scenario("options of surveys", build_options, WITHOUT_TABLES),
    Scenario(
        "statements of surveys", build_statements, (*FORMS, *READ_RUBRIC, *READ_ASSESSMENT, *WRITE_PAPERS, *SURVEY)
    ),
    Scenario("correspondences with frameworks", build_maps, (*WITHOUT_TABLES, *CROSSWALK)),
    Scenario("gates", build_gates, (*WITHOUT_TABLES, POLARS)),
    Scenario("conditions of gates", build_conditions, WITHOUT_TABLES),
    Scenario("caps of gates", build_caps, (*WITHOUT_TABLES, POLARS)),
    Scenario("context questions", build_context, WITHOUT_TABLES),
    Scenario("profiles", build_profiles),
    Scenario("criteria listed in profiles", build_profile_criteria, (*WITHOUT_TABLES, POLARS)),
    Scenario("sources", build_sources, WITHOUT_TABLES),
    Scenario("frameworks", build_frameworks, (*WITHOUT_TABLES, *CROSSWALK)),
    Scenario("framework headings", build_headings, (*WITHOUT_TABLES, *CROSSWALK)),
    Scenario("test vectors", build_tests, TEST),
    Scenario("answers", build_answers, READ_ASSESSMENT),
    Scenario("answers to items", build_items, READ_ASSESSMENT),
    Scenario("documents", build_documents, (*READ_ASSESSMENT, *WRITE_PAPERS)),
    Scenario("references to documents", build_references, (*READ_ASSESSMENT, *WRITE_PAPERS)),
    Scenario("actions", build_actions, (*PREFILLED, *READ_ASSESSMENT, *WRITE_PAPERS)),
    Scenario("thresholds", build_thresholds, ("check a.toml",)),
    Scenario("waivers", build_waivers, ("check a.toml",)),
    Scenario("columns of a map", build_kept, MAPPED),
    Scenario("words of a map", build_words, MAPPED),
    Scenario("costs and benefits", build_costs, BENEFITS),
    Scenario("amounts of costs and benefits", build_amounts, BENEFITS),
    Scenario("past projects", build_history, BENEFITS),
    Scenario("links to criteria", build_links, BENEFITS),
    Scenario("words of a questionnaire", build_questionnaire, SURVEY),
    Scenario("gates x dimensions and criteria", build_gate_nodes, WITHOUT_TABLES, PRODUCTS[0].most),
    Scenario("test vectors x criteria", build_vectors_of_many, TEST, PRODUCTS[-1].most),
    Scenario("answer columns in a table on Polars", build_criteria, (POLARS,), OF_POLARS.columns),
    Scenario("criteria in a table on DuckDB", build_criteria, (DUCKDB,), OF_OTHERS.criteria),
    Scenario("items in a table on Polars", build_items, (POLARS,), OF_POLARS.columns),
    Scenario("items in a table on DuckDB", build_items, (DUCKDB,), OF_OTHERS.columns),
    Scenario("gates in a chain on Polars", build_chain, (POLARS,), OF_POLARS.stages),
    Scenario("gates in a chain on DuckDB", build_chain, (DUCKDB,), OF_OTHERS.stages),
    Scenario("conditions in a table on Polars", build_conditions, (POLARS,), OF_POLARS.conditions),
    Scenario("conditions in a table on DuckDB", build_conditions, (DUCKDB,), OF_OTHERS.conditions),
    Scenario("dimensions in a table on DuckDB", build_dimensions, (DUCKDB,), OF_OTHERS.dimensions),
    Scenario("all columns of a table on Polars", build_columns, (MAPPED[0],), OF_POLARS.all_columns),
    Scenario("all columns of a table on DuckDB", build_columns, (MAPPED[1],), OF_OTHERS.all_columns),
    Scenario("asked under a condition, of any score, on Polars", build_open_conditions, (POLARS,), OF_POLARS.undecided),
    Scenario("asked under a condition, of any score, on DuckDB", build_open_conditions, (DUCKDB,), OF_OTHERS.undecided),
    Scenario("criteria in a chain of conditions on Polars", build_asking_chain, (POLARS,), OF_POLARS.stages),
    Scenario("criteria in a chain of conditions on DuckDB", build_asking_chain, (DUCKDB,), OF_OTHERS.stages),
    Scenario("bytes of a part of a table of Parquet", build_cell, CELL, LARGEST_PAGE),
    Scenario("characters of a page as text", build_notes, WRITE_PAPERS[:1], LARGEST_TEXT),
    Scenario("characters of a page as PDF", build_pdf, WRITE_PAPERS[-1:], LARGEST_PDF),
    Scenario("rows of a table with forms", build_form_rows, (IMPORT_ROW,), MOST_FORM_ROWS),
    Scenario("groups of rows", build_groups, GROUPED, MOST_GROUPS),
    Scenario("groups of rows x dimensions", build_group_nodes, GROUPED, MOST_GROUP_NODES),
)
