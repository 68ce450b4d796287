/* Reading aloud by the device's own voice, where it has one for the card's language. */

import { el } from "./card.js";

const SLOW = 0.9;
const SPOKEN = { "zh-Hans": ["zh-CN"], "zh-Hant": ["zh-HK", "yue-HK", "zh-TW"], en: ["en-GB", "en-SG", "en-US"] };

/** Puts a button to listen into a card's form, once, if there is no recording and there is a voice. */
export const offer = (form, card, words) => {
  const voice = voiceFor(card.locale);
  if (!voice || form.querySelector(".card-audio")) return;
  const button = el("button", { class: "card-button card-listen", type: "button" }, words.listen);
  let reading = false;
  const turn = (on) => {
    reading = on;
    button.textContent = on ? words.listen_stop : words.listen;
  };
  button.addEventListener("click", () => {
    speechSynthesis.cancel();
    turn(!reading);
    if (reading) readAloud(card, voice, () => turn(false));
  });
  form.insertBefore(el("div", { class: "card-audio" }, button), form.querySelector(":scope > .card-contacts, :scope > .card-end"));
};

/** A voice for a language, a Hong Kong or Taiwan one for Traditional Chinese; undefined where there is none. */
const voiceFor = (locale) => {
  const voices = speechSynthesis.getVoices();
  return [...(SPOKEN[locale] ?? []), locale.slice(0, 2)]
    .map((code) => voices.find((voice) => voice.lang.replace("_", "-").startsWith(code)))
    .find(Boolean);
};

/** Reads one text after another: long ones fall silent in some browsers. */
const readAloud = (card, voice, ended) => {
  const texts = [card.headline, ...card.why_you, card.what_is_happening, ...(card.red_flags ?? [])];
  texts.forEach((text, number) => {
    const words = new SpeechSynthesisUtterance(text);
    words.voice = voice;
    words.lang = voice.lang;
    words.rate = card.audience === "elder" ? SLOW : 1;
    words.onerror = ended;
    if (number === texts.length - 1) words.onend = ended;
    speechSynthesis.speak(words);
  });
};
