// Asks the device for a passkey, or to prove one, and sends what it answers; without passkeys the form stays hidden.
async function ask(form) {
  const given = document.getElementById("passkey");
  const headers = { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" };
  const options = given ? JSON.parse(given.textContent) : await (await fetch(form.action, { headers })).json();
  if (form.dataset.passkey === "get") return window.webauthnJSON.get(options.request_options);
  const wanted = options.creation_options;
  Object.assign(wanted.publicKey.authenticatorSelection, { residentKey: "required", requireResidentKey: true, userVerification: "required" });
  return window.webauthnJSON.create(wanted);
}

function prepare(form) {
  const problem = form.querySelector("p.problem[role=alert][hidden]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      form.querySelector("[name=credential]").value = JSON.stringify(await ask(form));
      form.submit();
    } catch {
      problem.textContent = form.dataset.failed;
      problem.hidden = false;
    }
  });
}

if (window.PublicKeyCredential) document.querySelectorAll("form[data-passkey]").forEach(prepare);
