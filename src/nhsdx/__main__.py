"""`python -m nhsdx`."""

from nhsdx.main import main

if __name__ == "__main__":
    main()
