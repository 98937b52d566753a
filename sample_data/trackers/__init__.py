"""The spreadsheets that the schools keep: one module a layout, each school with its own."""

from sample_data.trackers.registry import TRACKERS, Tracker

__all__ = ["TRACKERS", "Tracker"]
