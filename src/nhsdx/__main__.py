"""`python -m nhsdx`."""

from nhsdx.cli.main import main

if __name__ == "__main__":
    main()
