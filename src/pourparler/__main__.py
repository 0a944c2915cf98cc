# SPDX-License-Identifier: Apache-2.0
"""Start the terminal face, for `python -m pourparler`."""

from pourparler.cli import main

if __name__ == "__main__":
    main()
