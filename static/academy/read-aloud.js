/* Reads the page aloud with the browser's own voice, one paragraph at a time: long texts fall silent in some browsers,
   and on some phones a paused voice never comes back, so a pause stops and going on begins with the same paragraph. */

const PARTS = "h1, h2, h3, h4, p, li, dt, dd, blockquote, figcaption, legend, summary, .choice, .order > li > span";
const SLOW = 0.9;

/** The texts to read in order: the innermost parts that are on show, in what is marked or else in all of main. */
const partsOf = (page) => {
  const marked = [...page.querySelectorAll("main [data-read]")];
  const whole = marked.length ? marked : [...page.querySelectorAll("main")];
  const parts = whole.flatMap((one) => [...(one.matches(PARTS) ? [one] : []), ...one.querySelectorAll(PARTS)]);
  return [...new Set(parts)].filter(
    (one) => !one.closest("[data-read-aloud]") && !one.querySelector(PARTS) && one.checkVisibility?.() !== false && textOf(one),
  );
};

const textOf = (part) => part.innerText.replace(/\s+/g, " ").trim();

/** A voice for a language, a Hong Kong or Taiwan one for Traditional Chinese; none is left to the browser. */
const voiceFor = (language) => {
  const wanted = { "zh-Hans": ["zh-CN"], "zh-Hant": ["zh-HK", "yue-HK", "zh-TW"], en: ["en-GB", "en-SG", "en-US"] };
  const voices = speechSynthesis.getVoices();
  const spelled = (voice) => voice.lang.replace("_", "-");
  return (wanted[language] ?? [])
    .concat(language.slice(0, 2))
    .map((code) => voices.find((voice) => spelled(voice).startsWith(code)))
    .find(Boolean);
};

const begin = (box) => {
  const toggle = box.querySelector("[data-toggle]");
  const stop = box.querySelector("[data-stop]");
  const status = box.querySelector("[role=status]");
  const language = document.documentElement.lang;
  const spoken = { "zh-Hans": "zh-CN", "zh-Hant": "zh-HK" }[language] ?? language;
  let parts = [];
  let place = 0;
  let turn = 0;
  let reading = false;

  const mark = (part) => {
    document.querySelector("[data-being-read]")?.removeAttribute("data-being-read");
    part?.setAttribute("data-being-read", "");
    part?.scrollIntoView({ block: "nearest" });
  };
  const show = (words, announced) => {
    toggle.querySelector("span").textContent = words;
    stop.hidden = words === box.dataset.start;
    box.toggleAttribute("data-active", !stop.hidden);
    status.textContent = announced;
  };
  const quiet = () => {
    turn += 1;
    reading = false;
    speechSynthesis.cancel();
  };
  const end = (announced) => {
    const held = stop === document.activeElement;
    quiet();
    mark(null);
    parts = [];
    place = 0;
    show(box.dataset.start, announced);
    if (held) toggle.focus();
  };
  const speak = () => {
    const part = parts[place];
    if (!part?.isConnected) return end(box.dataset.stopped);
    const mine = turn;
    const words = new SpeechSynthesisUtterance(textOf(part));
    words.lang = spoken;
    words.voice = voiceFor(language) ?? null;
    words.rate = document.documentElement.dataset.mode === "elder" ? SLOW : 1;
    words.onend = () => {
      if (mine !== turn) return;
      place += 1;
      speak();
    };
    words.onerror = () => {
      if (mine === turn) end(box.dataset.failed);
    };
    mark(part);
    speechSynthesis.speak(words);
  };

  toggle.addEventListener("click", () => {
    if (reading) {
      quiet();
      return show(box.dataset.resume, box.dataset.paused);
    }
    // A quiz puts the next question in the place of the last one.
    if (!parts[place]?.isConnected) {
      parts = partsOf(document);
      place = 0;
    }
    quiet();
    reading = true;
    show(box.dataset.pause, box.dataset.reading);
    speak();
  });
  stop.addEventListener("click", () => end(box.dataset.stopped));
  window.addEventListener("pagehide", quiet);
  box.hidden = false;
};

if ("speechSynthesis" in window) document.querySelectorAll("[data-read-aloud]").forEach(begin);
