"""Greets somebody and counts the bytes of its input files."""

import json
import os
import sys


def main(args):
    if not args:
        sys.exit("no arguments, expected whom to greet")
    text = "Hello, " + " ".join(args) + "!\n"
    for i in range(1, int(os.environ.get("IEXEC_INPUT_FILES_NUMBER", "0")) + 1):
        name = os.environ["IEXEC_INPUT_FILE_NAME_%d" % i]
        size = os.path.getsize(os.path.join(os.environ["IEXEC_IN"], name))
        text += "%s has %d bytes\n" % (name, size)
    out = os.environ["IEXEC_OUT"]
    with open(os.path.join(out, "result.txt"), "w") as f:
        f.write(text)
    with open(os.path.join(out, "computed.json"), "w") as f:
        json.dump({"deterministic-output-path": os.path.join(out, "result.txt")}, f)


main(sys.argv[1:])
