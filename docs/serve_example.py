#!/usr/bin/env python3
"""A till that takes one payment by `pos serve`. Usage: serve_example.py POS READER JOURNAL KEY AMOUNT [OPTION...]"""
import json, subprocess, sys

pos, reader, journal, key, amount, *options = sys.argv[1:]
child = subprocess.Popen(
    [pos, "serve", "--stdio", "--reader", reader, "--journal", journal, *options],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def ask(number, verb, **members):
    """Sends a request, shows what happens, returns the result."""
    child.stdin.write(json.dumps({"id": number, "verb": verb, **members}) + "\n")
    child.stdin.flush()
    for line in child.stdout:
        answer = json.loads(line)
        if answer["id"] != number:
            continue
        if "event" not in answer:
            return answer.get("result") or answer
        print("  ", answer.get("text", answer["event"]))
    sys.exit("pos is gone; run recover before you pay again")


open_attempts = ask(1, "recover")["unresolved"]
print("unresolved attempts of earlier days:", open_attempts)
payment = ask(2, "pay", key=key, amount=int(amount))
print(payment["outcome"], payment["receiptNumber"], "replayed" if payment["replayed"] else "")
if payment["outcome"] == "approved":
    print(*ask(3, "receipt", key=key)["lines"], sep="\n")
child.stdin.close()
sys.exit(child.wait())
