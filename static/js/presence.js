// Tells the others "somebody writes here", at most every ten seconds and only while it is true.
import { send } from "./live.js";

const EVERY = 10_000;
const told = new Map();

function tell(event) {
  const section = event.target.closest?.("[data-presence]")?.dataset.presence;
  const now = Date.now();
  if (!section || now - (told.get(section) ?? 0) < EVERY) return;
  told.set(section, now);
  send({ type: "writing", section });
}

document.addEventListener("focusin", tell);
document.addEventListener("input", tell);
