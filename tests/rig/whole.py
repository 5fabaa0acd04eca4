"""Whether a page is whole and accessible, in the scheme of colours that it stands in."""

WIDTHS = (390, 1280)


def assert_whole(page, name, violations):
    """Nothing hangs over at either width, and axe finds nothing.

    axe looks at the telephone in the light and at the laptop in the dark: it takes seconds on
    a crowded page, and what it finds depends on the width or on the colours, not on both.
    """
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") == width, (name, width)
        if width == WIDTHS[dark]:
            assert (name, width, violations(page)) == (name, width, [])
