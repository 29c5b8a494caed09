// Puts the focus where the page asks for it: on an error summary, a conflict or a confirmation.
export function focusFirst(place) {
  place.querySelector("[data-focus]")?.focus();
}
