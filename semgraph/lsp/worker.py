"""A process that runs examples, one request a line; whoever started it may end it at any time."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from semgraph.workbench.editing.live import judge_example


def main() -> None:
    """Answer requests from standard input until it ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = asdict(judge_example(**request))
        except Exception as error:  # a bug must not end the process and with it the answers
            markdown = f"It cannot be run: {type(error).__name__}."
            answer = {"line": request["line"], "passed": None, "markdown": markdown}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
