// Announces at most one sentence per five seconds in the polite live region; the last one wins.
const region = document.getElementById("say");
const PAUSE = 5_000;
let waiting = "", timer, last = -PAUSE;

function speak() {
  timer = undefined;
  last = performance.now();
  const text = waiting;
  region.textContent = "";
  setTimeout(() => { region.textContent = text; }, 100);       // a screen reader hears only a change
}

export function say(text) {
  if (!text || !region) return;
  waiting = text;
  timer ??= setTimeout(speak, Math.max(0, last + PAUSE - performance.now()));
}
