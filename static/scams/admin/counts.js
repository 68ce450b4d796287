// Live counts in the admin's forms: under every field with data-limit-zh and data-limit-en, and for the
// whole first screen in an element with data-first-screen-zh and data-first-screen-en.
const WORDS = {
  "zh-hans": { of: "{n} / {most}", over: "超出 {n} 个字" },
  "zh-hant": { of: "{n} / {most}", over: "超出 {n} 個字" },
  en: { of: "{n} / {most}", over: "{n} over" },
};
const FIELDS = "[data-limit-zh][data-limit-en]";
const FIRST_SCREEN = "[data-first-screen-zh][data-first-screen-en]";
const SUMMED = ["headline", "why_you", "what_is_happening", "safe_action", "proceed"];
const shown = new WeakMap();
let [waiting, serial] = [0, 0];

// As scams/rules/text.py counts: code points in NFC less combining marks. A mark that combines moves before
// U+0345, the last in Unicode's order of marks, when text is normalised; other characters stay behind it.
const LAST = "\u0345";
const combines = (char) => char === LAST || (LAST + char).normalize("NFD")[0] !== LAST;
const count = (text) => [...text.normalize("NFC")].filter((char) => !combines(char)).length;
const trimmed = (field) => field.value.replace(/\s+/gu, " ").replace(/\p{C}/gu, "").trim();
const words = () => WORDS[document.documentElement.lang.toLowerCase()] ?? WORDS.en;
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

function limitOf(element, name) {
  const locale = document.querySelector("[data-card-locale]")?.dataset.cardLocale ?? "zh";
  return Number(element.dataset[name + (locale.toLowerCase().startsWith("zh") ? "Zh" : "En")]);
}

// One line to see, and one to hear that speaks only when there is too much.
function lineFor(anchor, place) {
  if (!shown.has(anchor)) {
    const [seen, said] = [document.createElement("p"), document.createElement("span")];
    seen.className = "limit-count";
    seen.id = `limit-count-${(serial += 1)}`;
    said.className = "limit-count-said";
    said.ariaLive = "polite";
    place(seen, said);
    shown.set(anchor, { seen, said });
  }
  return shown.get(anchor);
}

function show({ seen, said }, length, most) {
  const over = fill(words().over, { n: length - most });
  const text = fill(words().of, { n: length, most }) + (length > most ? ` · ${over}` : "");
  if (seen.textContent !== text) seen.textContent = text;
  seen.toggleAttribute("data-over", length > most);
  const heard = length > most ? over : "";
  if (said.textContent !== heard) said.textContent = heard;
}

function firstScreenLength() {
  const single = SUMMED.map((name) => document.querySelector(`[name="${name}"]`)).filter(Boolean);
  const flags = [...document.querySelectorAll('[name^="red_flags-"][name$="-value"]')].filter((field) => {
    const deleted = document.querySelector(`[name="${field.name.replace(/value$/, "deleted")}"]`);
    return !deleted?.value;
  });
  return [...single, ...flags].reduce((sum, field) => sum + count(trimmed(field)), 0);
}

function update() {
  waiting = 0;
  for (const field of document.querySelectorAll(FIELDS)) {
    const line = lineFor(field, (seen, said) => {
      field.after(seen, said);
      field.setAttribute("aria-describedby", `${field.getAttribute("aria-describedby") ?? ""} ${seen.id}`.trim());
    });
    show(line, count(trimmed(field)), limitOf(field, "limit"));
  }
  for (const box of document.querySelectorAll(FIRST_SCREEN)) {
    const line = lineFor(box, (seen, said) => box.append(seen, said));
    show(line, firstScreenLength(), limitOf(box, "firstScreen"));
  }
}

const soon = () => { waiting ||= requestAnimationFrame(update); };
document.addEventListener("input", soon);
document.addEventListener("change", soon);
new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true });
soon();
