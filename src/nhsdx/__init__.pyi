from nhsdx.api import *  # noqa: F403 - the library's names stand in nhsdx.api.__all__

__version__: str
