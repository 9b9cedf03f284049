"""Facts drawn over time: on a terminal, in a page, and in a file of its own.

    axis.py        the scale of months that every drawing shares
    text_plot.py   numbers over time on a terminal
    svg.py         SVG elements, escaped
    timeline.py    dates over time as SVG
    numbers.py     numbers over time, and as bars, as SVG
    files.py       drawings as SVG files

A drawing in a page is as wide as its place: positions are percentages of the width, and heights
and letters keep their size. In a file, the same drawing stands in a frame of fixed width.
"""
