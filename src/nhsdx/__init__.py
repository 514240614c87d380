"""nhsdx scores the maturity of leadership in NHS digital transformation from TOML rubrics."""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """The part of the library with the given name, loaded on first use so that importing nhsdx is fast."""
    if name.startswith("__") and name != "__all__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    api = import_module("nhsdx.api")
    if name not in ("__all__", *api.__all__):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(api, name)


def __dir__() -> list[str]:
    return [*__getattr__("__all__"), "__version__"]
