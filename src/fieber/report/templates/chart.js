// Says what the nearest post is, on hover, on touch and by arrow keys; goes closer. Without it, each dot still has its
// title and each chart its table.
"use strict";
const REACH = 28; // pixels: a finger's
const CLOSEST = 8; // times

function pointsOf(svg) {
  const points = Array.from(svg.querySelectorAll(".point"), (mark) => {
    const title = mark.querySelector("title");
    const point = { mark, url: mark.dataset.url, text: title ? title.textContent : "" };
    point.x = parseFloat(mark.getAttribute("x"));
    point.y = parseFloat(mark.getAttribute("y"));
    if (title) title.remove();
    return point;
  });
  return points.sort((one, other) => one.x - other.x);
}

function describe(chart) {
  const svg = chart.querySelector("svg.posts");
  const scroller = chart.querySelector(".scroller");
  const zoom = chart.querySelector(".zoom");
  if (!svg || !scroller) return;
  const points = pointsOf(svg);
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  const said = document.createElement("p"); // for those who do not see the tip
  said.className = "skip";
  said.setAttribute("role", "status");
  const link = document.createElement("a"); // one for all posts: it lies on the one that is told
  link.className = "over";
  link.rel = "noreferrer";
  link.tabIndex = -1;
  link.hidden = true;
  link.setAttribute("aria-hidden", "true");
  chart.append(tip, said, link);
  let near = null;
  let times = 1;

  const leave = () => {
    if (near) near.mark.classList.remove("near");
    near = null;
    tip.hidden = link.hidden = true;
  };
  const show = (point) => {
    leave();
    near = point;
    near.mark.classList.add("near");
    tip.textContent = near.text;
    tip.hidden = false;
    const box = svg.getBoundingClientRect();
    const frame = scroller.getBoundingClientRect();
    const whole = chart.getBoundingClientRect();
    const x = box.left + (near.x / 100) * box.width;
    const left = Math.max(frame.left, Math.min(x - tip.offsetWidth / 2, frame.right - tip.offsetWidth));
    const top = box.top - whole.top + (near.y / 100) * box.height;
    tip.style.left = left - whole.left + "px";
    tip.style.top = (top > tip.offsetHeight + 14 ? top - tip.offsetHeight - 12 : top + 14) + "px";
    link.hidden = !near.url;
    if (near.url) link.href = near.url;
    link.style.left = x - whole.left + "px";
    link.style.top = top + "px";
  };
  const nearest = (event) => {
    const box = svg.getBoundingClientRect();
    let best = null;
    let closest = REACH;
    for (const point of points) {
      const d = Math.hypot((point.x / 100) * box.width - (event.clientX - box.left), (point.y / 100) * box.height - (event.clientY - box.top));
      if (d < closest) [best, closest] = [point, d];
    }
    return best;
  };
  const move = (event) => {
    const best = nearest(event);
    if (best === near) return;
    if (best) show(best);
    else leave();
  };
  chart.addEventListener("pointermove", move);
  let fresh = null; // a finger's first touch tells the post, only its second one opens it
  chart.addEventListener("pointerdown", (event) => {
    const before = near;
    move(event);
    fresh = event.pointerType === "touch" && near !== before ? near : null;
  });
  link.addEventListener("click", (event) => fresh && fresh === near && event.preventDefault());
  chart.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && leave());

  const set = (wanted, at) => {
    times = Math.max(1, Math.min(CLOSEST, wanted));
    const middle = at === undefined ? (scroller.scrollLeft + scroller.clientWidth / 2) / svg.clientWidth : at / 100;
    svg.style.width = times === 1 ? "" : times * 100 + "%";
    scroller.classList.toggle("closer", times > 1);
    scroller.scrollTo({ left: middle * svg.clientWidth - scroller.clientWidth / 2, behavior: "instant" });
    for (const button of zoom ? zoom.children : []) button.disabled = times === (button.dataset.zoom === "in" ? CLOSEST : 1);
    if (near) show(near);
  };
  const closer = (direction) => {
    // the latest posts are what people look for first: who sees them goes on seeing them
    const atEnd = scroller.scrollLeft + scroller.clientWidth >= scroller.scrollWidth - 2;
    const at = near ? near.x : atEnd ? 100 : undefined;
    set(direction === "all" ? 1 : direction === "in" ? times * 2 : times / 2, at);
  };
  if (zoom) {
    zoom.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) closer(button.dataset.zoom);
    });
    set(1);
  }

  const go = (point) => {
    const x = (point.x / 100) * svg.clientWidth;
    if (x < scroller.scrollLeft || x > scroller.scrollLeft + scroller.clientWidth) scroller.scrollLeft = x - scroller.clientWidth / 2;
    show(point);
    said.textContent = point.text;
  };
  const keys = {
    ArrowRight: () => go(points[Math.min(points.length - 1, near ? points.indexOf(near) + 1 : 0)]),
    ArrowLeft: () => go(points[Math.max(0, near ? points.indexOf(near) - 1 : points.length - 1)]),
    Home: () => go(points[0]),
    End: () => go(points[points.length - 1]),
    Enter: () => near && near.url && link.click(),
    Escape: leave,
    "+": () => closer("in"),
    "-": () => closer("out"),
  };
  scroller.addEventListener("keydown", (event) => {
    if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey || !points.length) return;
    event.preventDefault();
    fresh = null;
    keys[event.key]();
  });
  scroller.addEventListener("blur", leave);
  scroller.addEventListener("scroll", () => near && show(near));
}

// a chart is made ready when somebody comes to it, so that the page is there at once
for (const chart of document.querySelectorAll(".plot")) {
  const scroller = chart.querySelector(".scroller");
  const zoom = chart.querySelector(".zoom");
  if (!scroller || !zoom) continue;
  zoom.hidden = false;
  scroller.tabIndex = 0;
  scroller.setAttribute("role", "group");
  scroller.setAttribute("aria-label", scroller.dataset.label);
  const begin = () => {
    chart.removeEventListener("pointerenter", begin);
    chart.removeEventListener("focusin", begin);
    describe(chart);
  };
  chart.addEventListener("pointerenter", begin);
  chart.addEventListener("focusin", begin);
}

requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => document.documentElement.classList.add("painted"))));
