// Warns two minutes before the session ends. The server is the truth: it is asked before anything is shown.
import { say } from "./say.js";

const dialog = document.getElementById("session");
const WARN = 120, LAST = 30;
let timer;

const at = (seconds, action) => { clearTimeout(timer); timer = setTimeout(action, Math.max(0, seconds) * 1000); };

/** Return how many seconds are left; asking with POST prolongs the session. */
async function ask(method) {
  const token = dialog.querySelector("[name=csrfmiddlewaretoken]").value;
  const headers = method === "POST" ? { "X-CSRFToken": token } : { "X-Fragment": "1" };
  try {
    const response = await fetch(dialog.dataset.sessionUrl, { method, headers, redirect: "manual", cache: "no-store" });
    return response.ok ? (await response.json()).seconds : 0;
  } catch {
    return null;                                                // no line: nothing is known
  }
}

function plan(left) {
  if (dialog.open) dialog.close();
  at(left - WARN, check);
}

async function check() {
  document.dispatchEvent(new CustomEvent("samverkan:save"));
  const left = await ask("GET");
  if (left === null) at(30, check);
  else if (left > WARN + 5) plan(left);                         // another tab kept the session alive
  else warn(left);
}

function warn(left) {
  show(WARN);
  if (!dialog.open) dialog.showModal();
  at(left - LAST, () => { show(LAST); at(Math.min(left, LAST), end); });
}

function show(seconds) {
  for (const line of dialog.querySelectorAll("[data-session-left]")) {
    line.hidden = Number(line.dataset.sessionLeft) !== seconds;
    if (!line.hidden) say(line.textContent);
  }
}

async function end() {
  const left = await ask("GET");
  if (left === null) at(30, end);
  else if (left > WARN) plan(left);
  else if (left > 1) at(left, end);
  else location.reload();                                       // the log-in page brings the user back here
}

async function stay() {
  const left = await ask("POST");
  if (left === null) at(5, stay);
  else if (left > 0) plan(left);
  else location.reload();
}

if (dialog?.dataset.sessionUrl) {
  dialog.querySelector("[data-session-stay]").addEventListener("click", stay);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
  plan(Number(dialog.dataset.sessionSeconds));
}
