// The list by keyboard: j and k go down and up, Enter opens (it is a link); what else has a key says so itself
// (data-key). One box turns all of it off: single letters are in the way of whoever speaks to their computer.
const links = [...document.querySelectorAll(".roster th a, .calls li a")];
const keys = document.querySelector("dialog");
const uses = document.getElementById("uses_keys");
uses.checked = localStorage.getItem("keys") !== "off";
uses.addEventListener("change", () => localStorage.setItem("keys", uses.checked ? "on" : "off"));
document.querySelector("[data-key='?']").addEventListener("click", () => keys.showModal());

document.addEventListener("keydown", (event) => {
  if (!uses.checked || keys.open || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  const at = links.indexOf(document.activeElement);
  const moves = { j: at + 1, k: at < 0 ? 0 : Math.max(at - 1, 0) };
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (event.key in moves) links[Math.min(moves[event.key], links.length - 1)]?.focus();
  else if (target) target.matches("input, textarea") ? target.focus() : target.click();
  else return;
  event.preventDefault();
});

// while somebody talks nobody looks for a button: Enter asks, Shift and Enter begin a new line
document.getElementById("id_sentence")?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
