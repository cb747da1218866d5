// Search, filter and sort of the list; without script it is simply all there, in the order of the summary.
(() => {
  const table = document.querySelector(".accounts");
  const controls = document.querySelector(".controls");
  if (!table || !controls) return;
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const [text, platform, result] = controls.querySelectorAll("input, select");
  const count = controls.querySelector(".count");
  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const names = new Map(rows.map((row) => [row, plain(row.dataset.name)]));
  const every = document.querySelector(".every");
  const most = Number(table.dataset.most);
  let order = rows;
  let limit = most; // so many rows are laid out; thousands at once would take seconds
  const show = () => {
    const wanted = plain(text.value.trim());
    let seen = 0;
    for (const row of order) {
      const fits = names.get(row).includes(wanted) && (!platform.value || row.dataset.platform === platform.value)
        && (!result.value || row.classList.contains(result.value) || (result.value === "slow" && "slow" in row.dataset));
      seen += fits;
      const later = !fits || seen > limit;
      if (row.classList.contains("later") !== later) row.classList.toggle("later", later);
    }
    every.hidden = seen <= limit;
    count.textContent = count.dataset.text.replace("{shown}", seen.toLocaleString(document.documentElement.lang))
      .replace("{all}", rows.length.toLocaleString(document.documentElement.lang));
  };
  every.addEventListener("click", () => { limit = Infinity; show(); });
  let waiting;
  text.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(show, 80); });
  platform.addEventListener("change", show);
  result.addEventListener("change", show);
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  table.querySelectorAll("thead button").forEach((button) => {
    button.addEventListener("click", () => {
      const head = button.closest("th");
      const key = button.dataset.key;
      const up = head.getAttribute("aria-sort") === (button.dataset.first === "up" ? "ascending" : "descending")
        ? button.dataset.first !== "up" : button.dataset.first === "up";
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => row.dataset[key] ?? "";
      order = [...rows].sort((a, b) => {
        const [left, right] = [value(a), value(b)];
        if (left === "" || right === "") return (left === "") - (right === "");
        return (up ? 1 : -1) * (key === "name" ? compare(left, right) : Number(left) - Number(right));
      });
      body.append(...order);
      show();
    });
  });
  controls.hidden = false;
  show();
})();
