"""How far apart two pictures are at their worst place, forgiving what another font version does.

A mean over the whole picture forgives a wrong figure, too; so each patch counts for itself, at
the best of a few pixels' shift, and both are blurred first.
"""

from PIL import Image, ImageChops, ImageFilter

_BLUR = ImageFilter.GaussianBlur(2)
_PATCH = 40
_REACH = range(-3, 4)


def apart(now: Image.Image, kept: Image.Image) -> int:
    """The grey levels, 0 to 255, by which the worst patch differs."""
    size = (kept.width // _PATCH, kept.height // _PATCH)
    shown = now.convert("L").crop((0, 0, *kept.size)).filter(_BLUR)
    wanted = kept.convert("L").filter(_BLUR)
    best = Image.new("L", size, 255)
    for across in _REACH:
        for down in _REACH:
            moved = ImageChops.offset(shown, across, down)
            difference = ImageChops.difference(moved, wanted).resize(size, Image.Resampling.BOX)
            best = ImageChops.darker(best, difference)
    return int(best.getextrema()[1])
