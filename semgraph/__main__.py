"""``python -m semgraph`` is the command ``semgraph``."""

from semgraph.cli import main

if __name__ == "__main__":
    main()
