"""Colours of charts and workbooks (配色): told apart by colour-blind eyes and in grey print; blue is the house's."""

BLUE = "#1F4E79"
PALE = "#EEF3F8"
ORANGE, TEAL, GREY = "#D9762B", "#4FA8A3", "#9A9A9A"
SERIES = (BLUE, "#E69F3C", "#6FB1DE", "#8C8C8C", "#8A3F7D", "#2F8F6B", "#C9B52B", "#B5472F")
"""For series side by side, in this order."""
RISE, FALL = ORANGE, TEAL
INK, FAINT, RULE = "#333333", "#6B6B6B", "#DDDDDD"
