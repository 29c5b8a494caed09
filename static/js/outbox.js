// Reports about places written without a network are kept in this browser and sent when there is one, each once:
// its client_id is made here, and the server stores it once however often it comes. What is kept is gone at log-out,
// and when somebody else logs in. A report the server refuses is kept for its writer to correct.
import { say } from "./say.js";

const KEY = "samverkan.outbox";
const box = document.getElementById("outbox");
const form = document.querySelector("form[data-outbox]");
const list = document.getElementById("kept");

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? "null");
    return found?.owner === box.dataset.owner ? found.reports : [];
  } catch {
    return [];
  }
}

function keep(reports) {
  try {
    if (reports.length) localStorage.setItem(KEY, JSON.stringify({ owner: box.dataset.owner, reports }));
    else localStorage.removeItem(KEY);
  } catch {
    return false;                                               // full, or forbidden by the browser
  }
  draw();
  return true;
}

function post(fields, kept) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  if (kept) body.append("kept", "1");
  const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  return fetch(box.dataset.url, { method: "POST", body, headers, redirect: "manual" });
}

/** Send what is kept, one after the other; what cannot be sent stays. Only one tab does it at a time. */
function flush() {
  if (!kept().some((report) => !report.errors)) return;
  if (navigator.locks) navigator.locks.request(KEY, { ifAvailable: true }, (lock) => lock && sendAll());
  else sendAll();
}

async function sendAll() {
  let sent = 0;
  for (const report of kept().filter((one) => !one.errors)) {
    let response;
    try {
      response = await post(report.fields, true);
    } catch {
      break;                                                    // still no network
    }
    if (response.status === 201) {
      keep(kept().filter((one) => one.id !== report.id));
      sent += 1;
    } else if (response.status === 422) {
      const { errors } = await response.json();
      keep(kept().map((one) => (one.id === report.id ? { ...one, errors } : one)));
    } else break;                                               // logged out, or the server is not well: later
  }
  if (sent) say(box.dataset.sent.replace("{n}", sent));
  if (sent && list) list.querySelector("[data-sent]").textContent = box.dataset.sent.replace("{n}", sent);
}

function draw() {
  if (!list) return;
  const rows = list.querySelector("ul");
  rows.replaceChildren(...kept().map(row));
  list.hidden = !rows.children.length && !list.querySelector("[data-sent]").textContent;
}

function row(report) {
  const item = document.createElement("li");
  const what = document.createElement("p");
  what.textContent = `${new Date(report.at).toLocaleString(document.documentElement.lang)} – ${report.title}`;
  item.append(what);
  for (const error of report.errors ?? []) {
    const line = document.createElement("p");
    line.className = "late";
    line.textContent = error;
    item.append(line);
  }
  item.append(button(list.dataset.correct, () => correct(report)), " ", button(list.dataset.discard, () => discard(report)));
  return item;
}

function button(text, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn ghost small", textContent: text });
  made.addEventListener("click", act);
  return made;
}

function discard(report) {
  keep(kept().filter((one) => one.id !== report.id));
}

/** Put a kept report back into the form. */
function correct(report) {
  form.reset();
  for (const [name, value] of report.fields) {
    const field = form.elements.namedItem(name);
    if (!field || name === "csrfmiddlewaretoken") continue;
    if (field instanceof RadioNodeList) field.value = value;
    else if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  discard(report);
  form.querySelector("textarea").focus();
}

const value = (name) => form.elements.namedItem(name)?.value;

function hold() {
  form.elements.namedItem("place").required = !(value("east") || value("where"));
  if (!form.reportValidity()) return;
  if (value("when") === "earlier" && !value("day")) { form.elements.namedItem("day").focus(); return; }
  const at = new Date().toISOString();
  form.elements.namedItem("written_at").value = at;
  const id = value("client_id");
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const title = form.querySelector("[name=category]:checked")?.closest(".opt")?.textContent.trim() ?? "";
  if (!keep([...kept().filter((one) => one.id !== id), { id, at, title, fields }])) { tell(list.dataset.full); return; }
  form.reset();
  for (const name of ["east", "north", "written_at"]) form.elements.namedItem(name).value = "";
  form.elements.namedItem("client_id").value = crypto.randomUUID();
  tell(list.dataset.kept);
  list.scrollIntoView();
}

function tell(text) {
  list.querySelector("[data-sent]").textContent = text;
  list.hidden = false;
  say(text);
}

async function submit(event) {
  if (event.submitter?.type === "image") return;
  event.preventDefault();
  if (!navigator.onLine) { hold(); return; }
  const sending = form.querySelector("[type=submit]:not([type=image])");
  sending.disabled = true;
  try {
    const response = await post([...new FormData(form)], false);
    if (response.status === 201) { location.assign(form.dataset.outbox); return; }
    form.submit();                                              // the server draws the form with its errors
  } catch {
    hold();                                                     // no network after all
  } finally {
    sending.disabled = false;
  }
}

/** At log-out nothing stays behind on the machine; who has not sent everything is asked first. */
function leave(event) {
  if (!event.target.action?.endsWith(box.dataset.logout)) return;
  const left = kept().length;
  if (left && !confirm(box.dataset.leaving.replace("{n}", left))) event.preventDefault();
  else localStorage.removeItem(KEY);
}

if (box) {
  if (!kept().length) localStorage.removeItem(KEY);             // somebody else's, or nothing
  if (form) form.addEventListener("submit", submit);
  document.addEventListener("submit", leave);
  addEventListener("online", flush);
  draw();
  flush();
}
