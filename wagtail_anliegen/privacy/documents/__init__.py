"""Proof on paper: the record of processing, the measures and the draft of an impact assessment.

All three are drawn up anew from the configuration whenever they are asked for, and say nothing
that was not read from it.
"""
