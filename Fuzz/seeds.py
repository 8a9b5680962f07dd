#!/usr/bin/env python3
"""Writes the first corpus of each fuzz target into DIR, made of the vectors in fixtures/.

Usage: seeds.py DIR
The small forms for the machines follow `FuzzInput`: a choice of what happens, then its details.
"""
import json, sys
from pathlib import Path

root = Path(__file__).resolve().parent.parent
out = Path(sys.argv[1])
vectors = json.loads((root / "fixtures/zvt-vectors.json").read_text())


def crc(data):
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0x8408 if value & 1 else 0)
    return value


def unframed(frame):
    """The APDU of a serial frame, or None."""
    if frame[:2] != b"\x10\x02" or len(frame) < 6:
        return None
    return frame[2:-4].replace(b"\x10\x10", b"\x10")


def framed(apdu):
    return b"\x10\x02" + apdu.replace(b"\x10", b"\x10\x10") + b"\x10\x03" + crc(apdu + b"\x03").to_bytes(2, "little")


def save(target, name, data):
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


for number, vector in enumerate(vectors):
    raw = bytes.fromhex(vector["hex"].replace(" ", ""))
    apdu = unframed(raw) if vector["layer"] == "serial" else raw
    save("FuzzFrame", f"v{number}", raw)
    if apdu is None or len(apdu) < 3:
        continue
    save("FuzzAPDU", f"v{number}", apdu)
    save("FuzzFrame", f"f{number}", framed(apdu))
    place = apdu.find(b"\x06", 3)
    if place > 0:
        save("FuzzTLV", f"v{number}", apdu[place + 2:])
    if apdu[2] != 0xFF and len(apdu) - 3 < 64:
        # Choice of framing and registration, silence at the end, then: a command, its ACK, 80 00 00, this APDU.
        wire = bytes([7]) + apdu[:2] + bytes([len(apdu) - 3]) + apdu[3:]
        save("FuzzRegister", f"v{number}", bytes([number & 15, number >> 4 & 1, 5, 6, 0, 0, 0, 3, 0]) + wire)
        save("FuzzTerminal", f"v{number}", bytes([number & 3, number >> 2 & 1, 0]) + wire + bytes([4, 1, 4, 6, 0, 0, 3]))

# A payment from the terminal's side, and from the register's.
save("FuzzRegister", "payment", bytes([1, 0, 5, 5, 0, 3, 0, 7, 4, 15, 9, 39, 0, 4, 0, 0, 0, 0, 18, 80, 7, 0, 0, 5]))
save("FuzzTerminal", "payment", bytes([1, 0, 2, 0, 62, 4, 1, 4, 0, 0, 3, 2, 6, 4, 1, 4, 6, 0, 0, 3, 4, 0, 0, 3]))

# Trace files: a line of each kind, and every vector that fits.
stamp = "0.000001 2026-11-21T03:35:06.007Z"
headlines = {kind: f"# pos-trace 1 {kind}:a:1 {kind}" for kind in ("serial", "tcp")}
lines = {
    "acknowledgements": ("serial", f"{stamp} < ack 06\n{stamp} > nak 15"),
    "noise": ("serial", f"{stamp} < noise 41 42 masked\n{stamp} < damaged 10 02 04"),
    "ends": ("tcp", f"{stamp} - closed here\n{stamp} - closed disconnected\r\n{stamp} - closed error -5"),
    "continued": ("tcp", f"# continued\n# a remark\n\n{stamp} > apdu 80 00 00\ntorn"),
}
for name, (kind, text) in lines.items():
    save("FuzzTrace", name, b"\x07" + f"{headlines[kind]}\n{text}\n".encode())
for number, vector in enumerate(vectors):
    raw = bytes.fromhex(vector["hex"].replace(" ", ""))
    if len(raw) < 160:
        kind = "serial" if vector["layer"] == "serial" else "tcp"
        text = f"{headlines[kind]}\n{stamp} {'<>'[number & 1]} apdu {raw.hex(' ').upper()}\n"
        save("FuzzTrace", f"v{number}", bytes([number & 0xFF]) + text.encode())
