"""A figure that carries its own alternative text, and its way into a notebook."""

import base64
import html
import io

from matplotlib.figure import Figure
from PIL import Image

PIXELS_PER_INCH = 100  # of the page; the image itself holds SHARPNESS times as many
SHARPNESS = 2


class Picture(Figure):
    """A matplotlib Figure with `alt`, the text for readers who do not see it."""

    alt = ""

    def _repr_mimebundle_(self, include=None, exclude=None):
        return mimebundle(self, self.alt)


def png(figure, sharpness=SHARPNESS, *, in_haste=False):
    """Figure  ->  the bytes of a PNG; the same figure gives the same bytes.

    256 colours make it a quarter as large. In haste they are chosen ten times as fast and a shade
    less exactly: for a picture that lives until the next move of a slider.
    """
    pixels = io.BytesIO()
    figure.savefig(pixels, format="rgba", dpi=PIXELS_PER_INCH * sharpness)
    size = tuple((figure.get_size_inches() * PIXELS_PER_INCH * sharpness).astype(int))
    image = Image.frombuffer("RGBA", size, pixels.getbuffer(), "raw", "RGBA", 0, 1).convert("RGB")
    method = Image.Quantize.FASTOCTREE if in_haste else Image.Quantize.MEDIANCUT
    file = io.BytesIO()
    image.quantize(256, method, dither=Image.Dither.NONE).save(
        file, "png", compress_level=1 if in_haste else 9
    )
    return file.getvalue()


def img(image, figure, alt):
    """The bytes of a PNG, the figure that it shows  ->  an <img> element of fixed size.

    `decoding=sync` keeps the old picture on the screen until the new one is ready.
    """
    width, height = (figure.get_size_inches() * PIXELS_PER_INCH).round().astype(int)
    source = base64.b64encode(image).decode()
    return (
        f'<img alt="{html.escape(alt)}" decoding="sync" width="{width}" height="{height}" '
        f'style="max-width:100%;height:auto" src="data:image/png;base64,{source}">'
    )


def mimebundle(figure, alt):
    """What a notebook stores: an <img> with its text, a plain image, and the text alone."""
    image = png(figure)
    return {
        "text/html": img(image, figure, alt),
        "image/png": base64.b64encode(image).decode(),
        "text/plain": alt,
    }


def show(figure, alt=None):
    """Display a figure with alternative text; without `alt`, the figure's own."""
    from IPython.display import display

    display(mimebundle(figure, getattr(figure, "alt", "") if alt is None else alt), raw=True)
