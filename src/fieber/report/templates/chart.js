// Says what the nearest post is, on hover and touch. Without it, each dot still has its title and each chart its table.
"use strict";
for (const chart of document.querySelectorAll(".chart")) {
  const svg = chart.querySelector("svg.posts");
  if (!svg) continue;
  const points = Array.from(svg.querySelectorAll(".point"), (mark) => {
    const title = mark.querySelector("title");
    const point = { mark, x: parseFloat(mark.getAttribute("x")), y: parseFloat(mark.getAttribute("y")), text: title ? title.textContent : "" };
    if (title) title.remove();
    return point;
  });
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  chart.append(tip);
  let near = null;
  const leave = () => {
    if (near) near.mark.classList.remove("near");
    near = null;
    tip.hidden = true;
  };
  const move = (event) => {
    const box = svg.getBoundingClientRect();
    const distance = (point) => Math.hypot((point.x / 100) * box.width - (event.clientX - box.left), (point.y / 100) * box.height - (event.clientY - box.top));
    let best = null;
    let closest = 28; // pixels: a finger's reach
    for (const point of points) {
      const d = distance(point);
      if (d < closest) [best, closest] = [point, d];
    }
    if (best === near) return;
    leave();
    if (!best) return;
    near = best;
    near.mark.classList.add("near");
    tip.textContent = near.text;
    tip.hidden = false;
    const inset = box.left - chart.getBoundingClientRect().left;
    const left = inset + (near.x / 100) * box.width - tip.offsetWidth / 2;
    const top = (near.y / 100) * box.height;
    tip.style.left = Math.max(0, Math.min(left, inset + box.width - tip.offsetWidth)) + "px";
    tip.style.top = (top > tip.offsetHeight + 14 ? top - tip.offsetHeight - 10 : top + 12) + "px";
  };
  svg.addEventListener("pointermove", move);
  svg.addEventListener("pointerdown", move);
  svg.addEventListener("pointerleave", leave);
}
