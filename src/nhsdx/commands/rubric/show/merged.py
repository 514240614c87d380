"""A local rubric merged with its base: a complete rubric file that says which file each value comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nhsdx.documents.data import json_text, toml_text
from nhsdx.model import Path, format_path

Data = Mapping[str, Any]
BY_ID = ("context", "dimensions", "criteria", "gates", "profiles", "sources", "frameworks")
ONE_FILE = ("profile", "assessment", "expect", "answers", "documents", "actions")


def format_merged_toml(data: Data, origins: Mapping[Path, str]) -> str:
    """The rubric as a TOML file that needs no base; a comment before a table gives the files of its values.

    A table without a comment comes from the national rubric.
    """
    return "\n".join(_write_tables(data, origins))


def format_merged_json(data: Data, origins: Mapping[Path, str]) -> str:
    """The rubric as JSON; `origins` maps the path of each value from a local rubric to the file that sets the value."""
    import datetime

    from nhsdx.commands.rubric.data import MergedRubricOutput

    def simplify(value: Any) -> Any:  # noqa: ANN401 - any value of TOML
        if isinstance(value, Mapping):
            return {key: simplify(part) for key, part in value.items()}
        if isinstance(value, list):
            return [simplify(part) for part in value]
        return value.isoformat() if isinstance(value, datetime.date) else value

    named = {format_path(path): name for path, name in origins.items()}
    return json_text(MergedRubricOutput.build(rubric=simplify(_select_rubric(data)), origins=named).dump())


def _select_rubric(data: Data) -> dict[str, Any]:
    """The rubric without the assessment that its file may contain."""
    return {key: value for key, value in data.items() if key not in ONE_FILE}


def _write_tables(data: Data, origins: Mapping[Path, str]) -> Iterator[str]:
    rubric = _select_rubric(data)
    yield toml_text({"format": rubric.pop("format")})
    for section, held in rubric.items():
        if section in BY_ID:
            for entry_id, entry in held.items():
                yield from _write_comment(origins, (section, entry_id), entry)
                yield toml_text({section: {entry_id: entry}})
        elif section == "evidence-grades":
            for grade in held:
                yield from _write_comment(origins, (section, grade["id"]), grade)
                yield _write_array_of_tables(section, grade)
        elif isinstance(held, list):
            yield from (_write_array_of_tables(section, entry) for entry in held)
        else:
            yield from _write_comment(origins, (section,), held)
            yield toml_text({section: held})


def _write_array_of_tables(section: str, entry: Data) -> str:
    plain = {key: value for key, value in entry.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in entry.items() if isinstance(value, Mapping)}
    below = "".join("\n" + toml_text({section: {key: value}}) for key, value in tables.items())
    return f"[[{section}]]\n{toml_text(plain)}{below}"


def _write_comment(origins: Mapping[Path, str], path: Path, entry: Data) -> Iterator[str]:
    by_file: dict[str, list[str]] = {}
    for key, value in entry.items():
        if (*path, key) in origins:
            by_file.setdefault(origins[*path, key], []).append(key)
        for part in value if isinstance(value, Mapping) else ():
            if (*path, key, part) in origins:
                by_file.setdefault(origins[*path, key, part], []).append(f"{key}.{part}")
    for name, keys in by_file.items():
        words = "all" if len(keys) == len(entry) else ", ".join(keys)
        yield f"# from {_clean_name(name)}: {words}"


def _clean_name(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
