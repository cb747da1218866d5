// Shows how far an upload is, and lets it be cancelled; without script the same form is sent by the browser itself.
const form = document.querySelector("[data-upload]");
const shown = form.querySelector(".uploading");
const bar = shown.querySelector("progress");
const told = shown.querySelector("[role=status]");
const problem = form.querySelector("p.problem[role=alert]");

function say(text) {
  shown.hidden = true;
  form.querySelector("button.main").hidden = false;
  problem.textContent = text;
  problem.hidden = !text;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  say("");
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    bar.value = total ? (100 * loaded) / total : 0;
    told.textContent = form.dataset.progress.replace("{percent}", Math.floor(bar.value));
  });
  request.addEventListener("load", () => {
    if (request.status === 200) {
      window.location.assign(request.responseURL); // where the form would have led
      return;
    }
    const answer = new DOMParser().parseFromString(request.responseText, "text/html");
    say((answer.querySelector("main .problem:not([hidden])") || answer.querySelector("main h1"))?.textContent || form.dataset.failed);
  });
  request.addEventListener("error", () => say(form.dataset.failed));
  request.addEventListener("abort", () => say(form.dataset.cancelled));
  shown.querySelector("button").onclick = () => request.abort();
  shown.hidden = false;
  form.querySelector("button.main").hidden = true;
  request.open("POST", window.location.href);
  request.send(new FormData(form));
});
