"""What a clerk does at the desk's page by keyboard, wherever that page stands."""

from playwright.sync_api import expect


def press(desk, *keys):
    for key in keys:
        desk.keyboard.press(key)


def find(desk, query, options=1):
    """Type a query, wherever the focus is, and wait for what it finds."""
    desk.keyboard.type(query)
    expect(desk.locator("#results [role=option]")).to_have_count(options)


def open_first(desk, name):
    """Open the guest who was found first, and see that it is the one who is meant."""
    press(desk, "Enter")
    expect(desk.locator(".detail-name")).to_have_text(name)


def fill_form(desk, title, *texts):
    """Fill the fields of the form that has opened, one after another."""
    expect(desk.locator(".form-title")).to_have_text(title)
    for text in texts:
        desk.keyboard.type(text)
        press(desk, "Tab")


def toast(desk, text):
    expect(desk.locator("#toast-words")).to_have_text(text)


def place(api, event, guest_id):
    """All that the server knows of a place, as a desk is told."""
    answer = api(event.desk).get(f"/api/invitations/{guest_id}")
    assert answer.status == 200, answer.text
    return answer.json
