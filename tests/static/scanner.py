"""A scanner whose keys come at once, however busy the machine is that runs the tests."""

# Keys as a browser reports them: [key, code, more].
STRIKE = """async ([keys, gap]) => {
  for (const [key, code, more] of keys) {
    const how = {key, code, cancelable: true, bubbles: true, ...more};
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", how));
    if (gap) await new Promise((resolve) => setTimeout(resolve, gap));
  }
}"""
ENTER = ["Enter", "Enter"]


def strike(page, keys, gap=0):
    """Strike keys, `gap` milliseconds apart."""
    page.evaluate(STRIKE, [keys, gap])


def keys_of(text, key=str):
    """Letter keys; `key` bends what each is said to have typed."""
    return [[key(letter), f"Key{letter}"] for letter in text]


def scan(page, text):
    """Scan a text of capital letters."""
    strike(page, [*keys_of(text), ENTER])
