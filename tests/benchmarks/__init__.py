"""What is measured, and what is broken on purpose: ``make bench`` and ``make bench-faults``."""
