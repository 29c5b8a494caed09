// Parts of the page that are fetched again over HTTP, where the normal permission checks apply.
import { setHtml } from "./html.js";
import { say } from "./say.js";

const selector = (hint) => (hint === "presence" ? '[data-live-src][data-live-on~="presence"]' : "[data-live-src]");

/** Fetch every fragment that listens to this kind of hint. */
export function refreshAll(hint = "bump") {
  return Promise.allSettled([...document.querySelectorAll(selector(hint))].map(refresh));
}

async function refresh(element) {
  const response = await fetch(element.dataset.liveSrc, {
    headers: { "X-Fragment": "1" }, credentials: "same-origin", cache: "no-cache", redirect: "manual",
  });
  if (response.status === 403 || response.status === 404) take(element, parse(""));    // no longer ours to see
  else if (response.ok) offer(element, parse(await response.text()));
}

function parse(html) {
  const template = document.createElement("template");
  setHtml(template, html);
  return template.content;
}

/** Show new content, unless it is the same or somebody is in the middle of the old. */
function offer(element, fresh) {
  if (plain(fresh) === plain(element)) return;
  const notice = element.id && document.querySelector(`[data-live-notice-for="${element.id}"]`);
  if (notice) ask(notice, element, fresh);
  else if (element.contains(document.activeElement)) element.dataset.liveStale = "";
  else take(element, fresh);
}

/** What a reader can tell apart: the HTML without the tokens, which differ each time. */
function plain(node) {
  const holder = document.createElement("div");
  holder.append(...[...node.childNodes].map((child) => child.cloneNode(true)));
  for (const token of holder.querySelectorAll("[name=csrfmiddlewaretoken]")) token.remove();
  return holder.innerHTML.trim();
}

/** Never move content under the reader: say that there is something new, and wait. */
function ask(notice, element, fresh) {
  announce(element, fresh);
  notice.hidden = false;
  notice.querySelector("button").onclick = () => {
    notice.hidden = true;
    take(element, fresh);
    element.tabIndex = -1;
    element.focus();
  };
}

function take(element, fresh) {
  delete element.dataset.liveStale;
  announce(element, fresh);
  const open = [...element.querySelectorAll("details[open][id]")].map((details) => details.id);
  element.replaceChildren(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
}

/** Say what is new, unless the reader asked for quiet in the profile. */
function announce(element, fresh) {
  if ("quiet" in document.body.dataset) return;
  const text = fresh.querySelector("[data-say]")?.dataset.say;
  if (text && text !== element.querySelector("[data-say]")?.dataset.say) say(text);
}

document.addEventListener("focusout", () => setTimeout(() => {
  for (const element of document.querySelectorAll("[data-live-stale]")) {
    if (!element.contains(document.activeElement)) Promise.allSettled([refresh(element)]);
  }
}));
