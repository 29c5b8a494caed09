// Live updates. The socket carries only hints that something changed, never what changed:
// {"type":"bump"}, {"type":"presence"} and {"type":"ping"}. The page then fetches its fragments again.
import { refreshAll } from "./fragments.js";

const SILENCE = 50_000;             // the server pings every 20 s; longer silence means a dead line
const POLL = 30_000;
const LONGEST_WAIT = 30_000;
const SESSION_ENDED = 4401, CASE_GONE = 4404;

const { liveUrl, startUrl } = document.body.dataset;
const lost = document.getElementById("conn");
let socket, tries = 0, silence, retry, soon = {}, leaving = false;

/** Send a small message if there is a line; it is never kept for later. */
export function send(message) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}

/** Open the socket and keep it open; poll while it is not. */
export function start() {
  if (!liveUrl) return;
  connect();
  setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN && !document.hidden) refreshAll();
  }, POLL);
  addEventListener("online", again);
  addEventListener("pageshow", (event) => { if (event.persisted) again(); });
  addEventListener("pagehide", () => { leaving = true; clearTimeout(retry); socket.close(); });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && socket.readyState === WebSocket.CLOSED) again();
  });
}

function again() {
  leaving = false;
  tries = 0;
  connect();
}

function connect() {
  clearTimeout(retry);
  if (socket && socket.readyState <= WebSocket.OPEN) return;
  const address = new URL(liveUrl, location.href);
  address.protocol = location.protocol.replace("http", "ws");
  const line = socket = new WebSocket(address);
  line.onopen = opened;
  line.onmessage = heard;
  line.onclose = (event) => { if (line === socket) closed(event); };
}

function opened() {
  listen();
  refreshAll();                                                 // catch up on what was missed until now
  tries = 0;
  lost.textContent = "";
}

function heard(event) {
  listen();
  const { type } = JSON.parse(event.data);
  if (type === "bump" || type === "presence") refreshSoon(type);
}

/** Many hints in a row are one fetch, and many readers do not all ask at the same moment. */
function refreshSoon(hint) {
  soon[hint] ??= setTimeout(() => { delete soon[hint]; refreshAll(hint); }, 100 + Math.random() * 200);
}

function listen() {
  clearTimeout(silence);
  silence = setTimeout(giveUp, SILENCE);
}

/** Closing a dead line can take a minute: go on without waiting for it. */
function giveUp() {
  const dead = socket;
  dead.onclose = dead.onmessage = null;
  dead.close();
  socket = undefined;
  tries += 1;
  connect();
}

function closed(event) {
  clearTimeout(silence);
  if (leaving) return;
  if (event.code === SESSION_ENDED && once("session-ended")) { location.reload(); return; }
  if (event.code === CASE_GONE && location.pathname !== startUrl) { location.assign(startUrl); return; }
  tries += 1;
  if (tries >= 3) lost.textContent = lost.dataset.lost;
  const wait = Math.min(LONGEST_WAIT, 500 * 2 ** (tries - 1));
  retry = setTimeout(connect, wait * (0.5 + Math.random() / 2));
}

/** Answer true once a minute, so that a page and a server that disagree do not reload for ever. */
function once(name) {
  const before = Number(sessionStorage.getItem(name));
  sessionStorage.setItem(name, String(Date.now()));
  return Date.now() - before > 60_000;
}
