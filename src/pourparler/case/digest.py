# SPDX-License-Identifier: Apache-2.0
"""The fingerprint of a case: equal for two files that say the same, whatever their comments and layout."""

import hashlib
import json

from pourparler.case.model import Case


def canonical_json(case: Case) -> str:
    """Return the case as JSON: keys sorted, quantities in canonical words, defaults left out."""
    plain = case.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(case: Case) -> str:
    """Return the SHA-256 of the canonical JSON, in 64 hexadecimal digits.

    The order of keys does not count, the order of lists does. Two spellings of one quantity (`60%` and
    `0.6`) give the same digest. It identifies a case and hides nothing: a value can be found by trying all
    likely ones.
    """
    return hashlib.sha256(canonical_json(case).encode()).hexdigest()
