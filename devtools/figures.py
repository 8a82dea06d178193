"""Cuts figures of one width out of a face whose own are of different widths, so that numbers stand in columns.

    python figures.py FACE.woff2 RESULT.woff2

Be Vietnam Pro has no tabular figures (OpenType feature tnum). The face made here holds its ten digits, point and comma,
unchanged but each in the middle of a box as wide as its neighbours', the same in every weight. Run by devtools.vendor
in an environment that has fonttools and brotli, which nothing else needs.
"""

import sys

from fontTools import subset
from fontTools.ttLib import TTFont

# In thousandths of the size of type: the widest digit with a little air, and the widest of the two marks.
BOXES = {**dict.fromkeys("0123456789", 660), **dict.fromkeys(".,", 300)}


def main(arguments: list[str]) -> None:
    source, target = arguments
    options = subset.Options(
        flavor="woff2", layout_features=[], hinting=False, notdef_outline=True, name_IDs=[0, 1, 14]
    )
    font = TTFont(source, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(BOXES))
    subsetter.subset(font)
    place(font)
    subset.save_font(font, target, options)


def place(font: TTFont) -> None:
    """Give every glyph its box, with the drawing in the middle."""
    names = font.getBestCmap()
    for sign, width in BOXES.items():
        name = names[ord(sign)]
        glyph = font["glyf"][name]
        shift = (width - (glyph.xMax - glyph.xMin)) // 2 - glyph.xMin
        glyph.coordinates.translate((shift, 0))
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, glyph.xMin)


if __name__ == "__main__":
    main(sys.argv[1:])
