// The list by keyboard: j and k go down and up, Enter opens (it is a link), / searches, ? tells the keys.
const links = [...document.querySelectorAll(".roster th a, .calls a")];
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const at = links.indexOf(document.activeElement);
  const moves = { j: at + 1, k: at < 0 ? 0 : Math.max(at - 1, 0) };
  if (event.key in moves) links[Math.min(moves[event.key], links.length - 1)]?.focus();
  else if (event.key === "/") document.getElementById("words")?.focus();
  else if (event.key === "?") document.querySelector(".keys")?.scrollIntoView();
  else return;
  event.preventDefault();
});
