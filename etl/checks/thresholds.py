"""From where on something odd about marks is told: to the school that loads them, and to the trust later."""

JUMP = 2  # bands
ALIKE_FROM = 8  # pupils of one class with the same mark
UNCHANGED_FROM = 10  # pupils
