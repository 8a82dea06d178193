"""English texts keep the Vietnamese numbers and dates: one figure looks the same to everybody."""

from common.formats.vi.formats import *  # noqa: F403 - a format module is a flat list of names
