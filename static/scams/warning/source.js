/* Where the answer comes from: the payment page's own backend, or, when that fails, what ships with these files. */

const PATIENCE = 4000;
const BARE = { WORDS: {}, ICONS: {}, LAST_RESORT: null };
const packs = {};

/** A language's words and signs, and its card for when nobody answers; a card goes without them when they do not come. */
export const packOf = (locale) => (packs[locale] ??= import(`./words/${locale}.js`).catch(() => BARE));

/** The JSON that `src` gives; what was answered so far is posted. Throws when there is none in time. */
export const ask = async (src, headers, more) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const sent = more && { method: "POST", body: JSON.stringify(more) };
    const type = more && { "Content-Type": "application/json" };
    const reply = await fetch(src, { ...sent, headers: { Accept: "application/json", ...type, ...headers }, signal: stop.signal });
    if (!reply.ok) throw new Error(`${src} answered ${reply.status}`);
    const answer = await reply.json();
    if (typeof answer?.card?.headline !== "string") throw new Error(`${src} gave no answer of the warnings API`);
    return answer;
  } finally {
    clearTimeout(timer);
  }
};

/** The language to speak: of the card, else as the attribute or the page says. */
export const localeOf = (element, given) => {
  const page = element.closest("[lang]")?.getAttribute("lang");
  const code = (given || element.getAttribute("locale") || page || navigator.language || "").toLowerCase().replace("_", "-");
  if (!code.startsWith("zh")) return "en";
  return /hant|hk|tw|mo/.test(code) && !code.includes("hans") ? "zh-Hant" : "zh-Hans";
};

/** `light` for a page that never said it has a dark look: a dark card on it would be a hole. */
export const pageScheme = (element) => {
  const meta = document.querySelector("meta[name=color-scheme]")?.content ?? "";
  return /dark/.test(getComputedStyle(element).colorScheme + meta) ? null : "light";
};
