"""Make the proof of a release: the same one however often it is asked for, as signatures by Ed25519 are."""

from django.conf import settings

from scams.deck.signers import signing_keys
from scams.models import Release
from scams.release import claims


def claims_of(release: Release) -> claims.Release:
    """Return what the proof of a release that was passed says; ValueError for one that was not."""
    if release.passed_at is None:
        raise ValueError("not passed")
    passed = int(release.passed_at.timestamp())
    return claims.Release(
        iss=settings.PUBLIC_URL,
        aud=release.client,
        sub=str(release.warning_id),
        jti=str(release.proof_id),
        iat=passed,
        exp=passed + claims.LIFETIME,
        fraud_type=release.fraud_type,
    )


def signed(proof: claims.Release) -> str:
    """Return the proof as a compact JWS.

    While keys are changed it is signed with the oldest, which every payment company knows already.
    """
    return signing_keys()[-1].sign_as(claims.TYPE, proof)
