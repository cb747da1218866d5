// Reads the spoken version aloud with the browser's own voice, a sentence at a time: long utterances are cut off.
function listen(part) {
  const button = part.querySelector("button");
  const word = button.querySelector("span");
  const start = word.textContent;
  const sentences = Array.from(part.querySelectorAll(".script p"), (said) => said.textContent.match(/[^.?]+[.?]*/g) || []).flat();
  const done = () => {
    word.textContent = start;
    button.setAttribute("aria-pressed", "false");
  };
  const speak = () => {
    const lang = document.documentElement.lang;
    const voices = speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(lang));
    const own = voices.find((voice) => voice.localService) || voices[0];
    sentences.forEach((sentence, i) => {
      const said = new SpeechSynthesisUtterance(sentence.trim());
      said.lang = lang;
      said.rate = 0.97;
      if (own) said.voice = own;
      if (i === sentences.length - 1) said.onend = done;
      said.onerror = done;
      speechSynthesis.speak(said);
    });
    word.textContent = button.dataset.stop;
    button.setAttribute("aria-pressed", "true");
  };
  button.hidden = false;
  done();
  button.addEventListener("click", () => {
    const speaking = button.getAttribute("aria-pressed") === "true";
    speechSynthesis.cancel();
    if (speaking) done();
    else speak();
  });
}

if ("speechSynthesis" in window) {
  speechSynthesis.cancel();
  speechSynthesis.getVoices(); // some browsers fetch their voices only when asked
  document.querySelectorAll(".listen").forEach(listen);
}
