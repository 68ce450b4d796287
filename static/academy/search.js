/* Suggests while one types: a combobox over the search field (WAI-ARIA 1.2). Without this the field is a form like
   any other, and so it stays when the server does not answer. */

const WAIT = 180;
const form = document.querySelector("form[data-search]");
const input = form?.querySelector("input[name=q]");
const list = form?.querySelector("[role=listbox]");
const status = form?.querySelector("[role=status]");

let asked;
let timer;
let chosen = -1;
let typed = "";

const options = () => [...list.querySelectorAll("[role=option]")];

const close = () => {
  list.hidden = true;
  chosen = -1;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
};

const choose = (place) => {
  const all = options();
  chosen = place < -1 ? all.length - 1 : place >= all.length ? -1 : place;
  all.forEach((one, at) => one.setAttribute("aria-selected", String(at === chosen)));
  if (chosen < 0) {
    input.removeAttribute("aria-activedescendant");
    input.value = typed;
    return;
  }
  const one = all[chosen];
  input.setAttribute("aria-activedescendant", one.id);
  input.value = one.textContent;
  one.scrollIntoView({ block: "nearest" });
};

const take = (one) => {
  if (one.dataset.url) {
    window.location.assign(one.dataset.url);
    return;
  }
  input.value = one.textContent;
  close();
  form.requestSubmit();
};

const option = (suggestion, place) => {
  const one = document.createElement("li");
  one.id = `search-suggestion-${place}`;
  one.setAttribute("role", "option");
  one.setAttribute("aria-selected", "false");
  one.textContent = suggestion.text;
  if (suggestion.url) one.dataset.url = suggestion.url;
  return one;
};

const show = (suggestions) => {
  list.replaceChildren(...suggestions.map(option));
  close();
  if (!suggestions.length) {
    status.textContent = "";
    return;
  }
  list.hidden = false;
  input.setAttribute("aria-expanded", "true");
  status.textContent = form.dataset.found.replace("{number}", suggestions.length);
};

const ask = async () => {
  asked?.abort();
  typed = input.value;
  if (!typed.trim() || typed.length > 60) {
    close();
    return;
  }
  asked = new AbortController();
  const question = new URLSearchParams({ q: typed, locale: form.dataset.locale });
  try {
    const reply = await fetch(`${form.dataset.suggest}?${question}`, { signal: asked.signal });
    const answer = reply.ok ? await reply.json() : { suggestions: [] };
    if (document.activeElement === input) show(answer.suggestions);
  } catch {
    /* Another letter came meanwhile, or there is no network: the form is still there. */
  }
};

const KEYS = {
  ArrowDown: () => choose(chosen + 1),
  ArrowUp: () => choose(chosen < 0 ? -2 : chosen - 1),
  Enter: () => take(options()[chosen]),
  Escape: () => {
    input.value = typed;
    close();
  },
};

const pressed = (event) => {
  if (event.isComposing || list.hidden || !KEYS[event.key]) return;
  if (event.key === "Enter" && chosen < 0) return;
  event.preventDefault();
  KEYS[event.key]();
};

if (form) {
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("compositionend", ask);
  input.addEventListener("keydown", pressed);
  input.addEventListener("blur", close);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const one = event.target.closest("[role=option]");
    if (one) take(one);
  });
}
