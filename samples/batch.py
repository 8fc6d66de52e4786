#!/usr/bin/env python3
"""Asks one process for many margins: a portfolio a line to `counterpoise batch`, its totals a line back."""
import json, os, subprocess, sys

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
command = sys.argv[1:] or [os.path.join(root, "counterpoise")]
batch = subprocess.Popen(
    [*command, "batch", "--market", os.path.join(root, "samples", "market.json"), "-r", "deribit-pm"],
    stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

def margin(portfolio):
    print(json.dumps(portfolio), file=batch.stdin, flush=True)
    return json.loads(batch.stdout.readline())

for short in range(0, 50, 10):
    positions = [{"instrument": "BTC-25SEP26-115000-C", "quantity": -short}]
    answer = margin({"id": short, "positions": positions, "balances": {"BTC": 4}})
    print(answer["id"], answer["initialUsd"], answer["initialExcessUsd"])
batch.stdin.close()
sys.exit(batch.wait())
