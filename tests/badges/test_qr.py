import io

import pytest
import zxingcpp
from PIL import Image

from badges import qr
from server.invitations import make_code
from tests.badges.paper import codes_in, picture, recompressed


def a_code():
    return make_code("langson-toa-dam-05-nam")


def an_emblem(side=200):
    png = io.BytesIO()
    Image.new("RGB", (side, side), "darkred").save(png, "PNG")
    return png.getvalue()


def test_a_code_is_25_modules_wide_at_level_m_inside_a_quiet_zone_of_four():
    code = a_code()
    image = picture(qr.qr_png(code, module_px=10))
    assert image.size == (330, 330)
    (found,) = zxingcpp.read_barcodes(image)
    assert (found.text, found.ec_level) == (code, "M")
    assert (found.position.top_left.x, found.position.top_left.y) == (40, 40)
    assert image.convert("L").crop((0, 0, 330, 40)).getextrema() == (255, 255)


def test_the_svg_holds_the_modules_of_the_png():
    code = a_code()
    svg = qr.qr_svg(code)
    assert 'viewBox="0 0 33 33"' in svg
    assert svg.startswith("<")
    assert code not in svg


def test_the_styled_code_is_read_though_the_emblem_covers_its_middle():
    for _ in range(20):
        code = a_code()
        image = qr.styled_picture(code, emblem=an_emblem())
        assert image.size == (41 * 14, 41 * 14)
        assert codes_in(image) == [code]
        assert codes_in(recompressed(image.resize((287, 287)), 60)) == [code]


def test_the_plain_picture_holds_the_modules_of_the_png():
    code = a_code()
    drawn = picture(qr.qr_png(code, module_px=3)).convert("L")
    assert qr.plain_picture(code, module_px=3).tobytes() == drawn.tobytes()


def test_the_emblem_takes_no_more_than_a_quarter_of_the_width():
    image = qr.styled_picture(a_code(), emblem=an_emblem())
    red = [x for x in range(image.width) if image.getpixel((x, image.height // 2))[0] > 100]
    red = [x for x in red if image.getpixel((x, image.height // 2))[1] < 50]
    assert 0 < len(red) <= image.width / 4


def test_what_is_no_picture_is_refused_as_an_emblem():
    with pytest.raises(OSError, match="cannot identify"):
        qr.styled_picture(a_code(), emblem=b"not a picture")
