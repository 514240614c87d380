"""nhsdx scores the maturity of leadership in NHS digital transformation from TOML rubrics."""

__version__ = "0.1.0"
__all__ = [
    "About",
    "Answer",
    "Assessment",
    "Comparison",
    "CriterionResult",
    "DimensionResult",
    "Finding",
    "GateResult",
    "GateState",
    "InvalidInputError",
    "LoadedAssessment",
    "NhsdxError",
    "NodeResult",
    "ParentResult",
    "Reading",
    "Result",
    "Rubric",
    "compare",
    "lint",
    "load_assessment",
    "load_rubric",
    "result_data",
    "score",
]


def __getattr__(name: str) -> object:
    """A name of the library, which is loaded on first use so that importing nhsdx is fast."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module("nhsdx.api"), name)


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
