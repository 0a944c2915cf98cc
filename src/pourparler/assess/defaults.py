# SPDX-License-Identifier: Apache-2.0
"""What an assessment starts from unless something else is asked for."""

DEFAULT_SEED = 1
#: Worlds drawn unless another number is asked for (model.md "Worlds").
DEFAULT_WORLDS = 2000
