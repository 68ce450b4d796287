"""The client for risk engines: a warning card for every payment, whether or not the network is there.

Install it with `pip install` and the address of this repository; it needs msgspec, urllib3 and PyJWT, and no Django.
Ten lines from there to the first card:

    import os
    from scams.client import Client

    client = Client("http://localhost:8000", os.environ["SCAMS_KEY"], folder="warnings")

    warning = client.warning([("task-rebate", 0.93)], level="warn", locale="zh-Hans", audience="elder")
    print(warning.source, warning.answer.card.headline)
    page = warning.body  # JSON, for the payment page
    client.record("shown", warning.warning_id)
    client.close()

`warning` never fails: the server answers, or the replica of its deck, or the card that ships with this package, and
`warning.source` says which. With `mode="replica"` no payment waits for the network at all.

A held payment goes when its payer has passed the quiz about its scam (`POST /api/v1/releases`); the proof is checked
without the network, and only once:

    verifier = ReleaseVerifier(jwks, audience="my-client")  # jwks: what /.well-known/jwks.json says
    verifier.verify(proof, warning_id=warning.warning_id)  # or ProofRefused
"""

from scams.client.buffer import NotRecorded
from scams.client.client import Client
from scams.client.release import (
    ProofExpired,
    ProofInvalid,
    ProofOfAnother,
    ProofRefused,
    ProofUncertain,
    ProofUsed,
    ReleaseVerifier,
)
from scams.client.reply import WarningReply
from scams.client.status import Status
from scams.client.used import UsedInFile, UsedInMemory

__all__ = [
    "Client",
    "NotRecorded",
    "ProofExpired",
    "ProofInvalid",
    "ProofOfAnother",
    "ProofRefused",
    "ProofUncertain",
    "ProofUsed",
    "ReleaseVerifier",
    "Status",
    "UsedInFile",
    "UsedInMemory",
    "WarningReply",
]
