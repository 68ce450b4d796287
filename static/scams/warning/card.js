/* The card, part by part in the order of reading and focus, as scams/client/card_parts.py makes it without scripts.
   `shown` is {card, words, icons, minutes, closed, note, scheme}: a card and what goes for all of it.
   What is said by others only ever becomes text. */

const HOURS_FROM = 120;
const SVG = "http://www.w3.org/2000/svg";
const DRAWN = new Set(["svg", "path"]);

/** An element with attributes and parts; an attribute or part that is null, undefined, false or "" is left out. */
export const el = (tag, attributes = {}, ...parts) => {
  const node = DRAWN.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value || value === 0) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...parts.flat().filter(Boolean));
  return node;
};

/** The whole card. */
export const cardOf = (shown) => {
  const { card, scheme } = shown;
  const parts = [story, actions, questions, advice, others, audio, contacts, end];
  return el(
    "section",
    {
      class: "scam-card", lang: card.locale, "data-level": card.level, "data-audience": card.audience,
      "data-scheme": scheme, "aria-labelledby": "scam-card-level scam-card-headline",
    },
    el("form", { class: "card-form" }, ...parts.map((part) => part(shown))),
  );
};

const story = (shown) => {
  const { card } = shown;
  return el(
    "div", { class: "card-story" },
    head(shown), pause(shown), lines(card.why_you, "card-why"),
    el("p", { class: "card-what" }, card.what_is_happening), flags(shown),
  );
};

const head = ({ card, words, icons }) =>
  el(
    "header", { class: "card-head" },
    el(
      "svg",
      { class: "card-icon", viewBox: "0 0 32 32", width: 32, height: 32, "aria-hidden": "true", focusable: "false" },
      el("path", { d: icons[card.level] }),
    ),
    el("p", { class: "card-level", id: "scam-card-level" }, words[card.level]),
    el("h2", { class: "card-headline", id: "scam-card-headline", tabindex: -1 }, card.headline),
  );

const pause = ({ card, words, minutes }) => {
  if (!card.cooling_off) return null;
  const clock = minutes && card.level !== "stop" && el("p", { class: "card-clock" }, clockParts(minutes, words));
  return el("div", { class: "card-pause" }, clock, el("p", {}, card.cooling_off.text));
};

/** A time to wait as the clock shows it: in hours, rounded up, from two hours on. */
export const clockParts = (minutes, words) => {
  const [number, unit] = minutes >= HOURS_FROM ? [Math.ceil(minutes / 60), "hour"] : [minutes, "minute"];
  return [el("b", {}, String(number)), el("span", {}, words[number === 1 ? unit : `${unit}s`])];
};

const flags = ({ card, words }) =>
  card.red_flags?.length
    ? [el("h3", { class: "card-flags-title" }, words.signs), lines(card.red_flags, "card-flags")]
    : null;

const actions = (shown) =>
  el("div", { class: "card-actions" }, safe(shown), shown.card.level === "hold" ? null : proceed(shown));

const safe = ({ card }) => {
  const { label, action } = card.safe_action;
  const number = firstNumber(card);
  const attributes = { class: "card-button card-primary", "data-event": "safe_action", "data-action": action };
  return action === "call" && number
    ? el("a", { ...attributes, href: tel(number) }, label)
    : el("button", { ...attributes, type: "button" }, label);
};

const proceed = (shown) => {
  const { card, words, closed, note } = shown;
  if (!card.proceed || card.level === "stop") return null;
  const way = el(
    "button",
    {
      class: "card-button card-plain", type: "button", "data-event": "proceed",
      "aria-disabled": closed && "true", "aria-describedby": note && card.level === "hold" && "scam-card-note",
    },
    card.proceed.label,
  );
  if (!card.proceed.confirm) return way;
  return el(
    "details", { class: "card-confirm" },
    el("summary", { class: "card-button card-plain" }, card.proceed.label),
    el("div", {}, el("p", {}, words.confirm), safe(shown), way),
  );
};

const questions = ({ card, words }) =>
  card.questions?.length
    ? el(
        "div", { class: "card-questions", role: "group", "aria-labelledby": "scam-card-ask" },
        el("h3", { id: "scam-card-ask" }, words.ask),
        card.questions.map((one) => questionOf(one, card.id)),
      )
    : null;

const questionOf = (question, cardId) =>
  el(
    "fieldset", { class: "card-question", "data-question": question.id },
    el("legend", {}, question.text),
    el("div", { class: "card-choices" }, question.answers.map((one) => choice(`answer-${cardId}-${question.id}`, one))),
    question.answers
      .filter((one) => one.then?.question)
      .map((one) =>
        el("div", { class: "card-nested", "data-for": one.value }, questionOf(one.then.question, cardId)),
      ),
  );

/** A radio button with its label, of {value, label}. */
export const choice = (name, { value, label }) =>
  el("label", { class: "card-choice" }, el("input", { type: "radio", name, value }), el("span", {}, label));

const advice = ({ card, words }) => [
  card.rebuttals?.length &&
    el("div", { class: "card-rebuttals" }, el("h3", {}, words.they_say), lines(card.rebuttals)),
  card.cooling_off &&
    el("div", { class: "card-wait" }, el("h3", {}, words.meanwhile), el("p", {}, card.cooling_off.while_waiting)),
  card.switch_line && el("p", { class: "card-switch" }, card.switch_line),
];

const others = ({ card }) =>
  card.other_actions?.length
    ? el("ul", { class: "card-others" }, card.other_actions.map((one) => el("li", {}, other(one, firstNumber(card)))))
    : null;

const other = ({ label, action }, number) =>
  action === "call-hotline" && number
    ? el(
        "a", { class: "card-button", href: tel(number), "data-event": "hotline_taken" },
        el("span", {}, `${label} `, el("b", { class: "card-number" }, number)),
      )
    : el("button", { class: "card-button", type: "button", "data-action": action }, label);

const audio = ({ card, words }) =>
  card.audio_url &&
  el(
    "figure", { class: "card-audio" },
    el("figcaption", {}, words.listen),
    el("audio", { controls: true, preload: "none", src: card.audio_url }),
  );

const contacts = ({ card, words }) =>
  card.contacts?.length
    ? el(
        "div", { class: "card-contacts" },
        el("h3", {}, words.help),
        el("ul", {}, card.contacts.map((one) => el("li", {}, contact(one)))),
      )
    : null;

const contact = ({ name, number, hours }) =>
  number
    ? el(
        "a", { href: tel(number), "data-event": "hotline_taken" },
        el("span", {}, name), el("b", { class: "card-number" }, number), hours && el("small", {}, hours),
      )
    : el("p", {}, name);

const end = (shown) => {
  if (shown.card.level !== "hold" || !shown.card.proceed) return null;
  const note = shown.note && el("p", { class: "card-small", id: "scam-card-note" }, shown.words[shown.note]);
  return el("div", { class: "card-actions card-end" }, proceed(shown), note);
};

/** A list of texts. */
export const lines = (texts, kind) => el("ul", { class: kind }, texts.map((one) => el("li", {}, one)));

const firstNumber = (card) => card.contacts?.[0]?.number ?? "";
const tel = (number) => `tel:${number.replaceAll(" ", "")}`;

/** Checks what was answered before. */
export const checkAnswered = (frame, given) => {
  const radios = [...frame.querySelectorAll("[data-question] input")];
  for (const { card, question, answer } of given) {
    const found = radios.find((one) => one.name === `answer-${card}-${question}` && one.value === answer);
    if (found) found.checked = true;
  }
};

/** Has the questions asked one after another; returns the one that just came, if any. */
export const askInTurn = (frame) => {
  let open = true;
  let came = null;
  for (const one of frame.querySelectorAll(".card-questions > .card-question")) {
    if (one.hidden && open) came = one;
    one.hidden = !open;
    open &&= isAnswered(one);
  }
  return came;
};

/** Whether a question is answered, and the one that its answer led to. */
const isAnswered = (fieldset) => {
  const value = fieldset.querySelector(":scope > .card-choices :checked")?.value;
  const nested = value && fieldset.querySelector(`:scope > .card-nested[data-for="${value}"] > .card-question`);
  return Boolean(value) && (!nested || isAnswered(nested));
};
