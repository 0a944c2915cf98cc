# SPDX-License-Identifier: Apache-2.0
"""What follows a partial deal: the next bargaining problem, and what each side is left with after a breach."""

from pourparler.engines.staging.partial import breach_value, deal_values, exchange_on_breach

__all__ = ["breach_value", "deal_values", "exchange_on_breach"]
