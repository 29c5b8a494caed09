// Chooses a point of the map without sending the form; without this script the picture is a button that sends it.
const picture = document.querySelector("input[type=image][data-frame]");

function choose(event) {
  if (!event.detail) return;                                    // pressed by the keyboard: there is no spot
  event.preventDefault();
  const [west, top, scale, margin, whole] = picture.dataset.frame.split(" ").map(Number);
  const larger = whole / picture.getBoundingClientRect().width;
  const east = Math.round(west + (event.offsetX * larger - margin) / scale);
  const north = Math.round(top - (event.offsetY * larger - margin) / scale);
  picture.form.elements.namedItem("east").value = east;
  picture.form.elements.namedItem("north").value = north;
  picture.src = `${picture.dataset.map}?at=${east},${north}`;
  document.getElementById("map-chosen").textContent = picture.dataset.chosen;
}

picture?.addEventListener("click", choose);
