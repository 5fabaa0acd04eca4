// @ts-check
// Keeps the system's input method away from the guest's face.

/**
 * Has the window ask again whether an input method is wanted here, and hear no.
 *
 * Once a text field of the clerk's face had the focus, Qt 6 goes on to hand every key to ibus,
 * also on a page that has no field: it looks again only when a field comes or goes whose kind
 * it does not expect. What UniKey then makes of a scan is shown to nobody and the scan is lost
 * (seen with PySide6 6.12 and ibus 1.5.27). A field for a password wants no input method.
 *
 * @param {Document} document
 */
export function dismissInputMethod(document) {
  const field = document.createElement("input");
  field.type = "password";
  document.body.append(field);
  field.focus();
  // Qt is told of the field with the next frame; one that went before would never have been.
  requestAnimationFrame(() => requestAnimationFrame(() => field.remove()));
}
