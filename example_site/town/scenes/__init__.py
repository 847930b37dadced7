"""Drawn scenes of what citizens photograph; no faces, no plates."""
