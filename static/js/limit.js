// Says how many characters are left: always visible, announced only near the limit.
import { say } from "./say.js";

const NEAR = 50;

for (const area of document.querySelectorAll("[data-limit]")) {
  const limit = Number(area.dataset.limit);
  const left = document.createElement("p");
  left.className = "left";
  area.after(left);
  const count = (announce) => {
    const rest = limit - area.value.length;
    left.textContent = area.dataset.limitText.replace("{n}", rest);
    left.toggleAttribute("data-near", rest < NEAR);
    if (announce && rest < NEAR) say(left.textContent);
  };
  area.addEventListener("input", () => count(true));
  count(false);
}
