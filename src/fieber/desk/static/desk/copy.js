// Copies what stands in a field; the button is there only where the browser can.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy) ?? button.previousElementSibling;
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset.copied;
  });
}
