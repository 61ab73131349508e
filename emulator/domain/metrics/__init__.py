"""Metrics: series of data points, what is computed from them, and the alarms that watch them."""
