/* <scam-warning>, a warning card on any payment page. See "Embed it in a payment page" in the README. */

import { askInTurn, cardOf, checkAnswered, clockParts, el, lines } from "./warning/card.js";
import { atLeast, follow, waitOf } from "./warning/path.js";
import { Teller, factsOf, fieldsOf, uuid } from "./warning/report.js";
import { ask, localeOf, packOf, pageScheme } from "./warning/source.js";
import { Wait } from "./warning/wait.js";

const STYLE = new URL("card.css", import.meta.url).href;
const STYLE_WAIT = 1500;
const LAST = "last-resort";
const ANNOUNCED_LEFT = [5, 1];

class ScamWarning extends HTMLElement {
  static observedAttributes = ["src"];

  /** Sent with every request to `src` and `events`, such as a token against forgery. */
  headers = this.headers ?? {};
  #answer = null;
  #release = null;
  #root = this.attachShadow({ mode: "open" });
  #style = el("link", { rel: "stylesheet", href: STYLE });
  #frame = el("div", { hidden: true });
  #status = el("p", { class: "card-status", role: "status" });
  #given = [];
  #view = null;
  #pack = null;
  #quizOf = null;
  #wait = null;
  #waited = false;
  #released = false;
  #teller = new Teller(this);
  #leave = [];
  #asked = 0;

  constructor() {
    super();
    this.#root.append(this.#style, el("slot"));
    for (const kind of ["click", "change", "submit"]) this.#frame.addEventListener(kind, this);
  }

  /** The answer of POST /api/v1/warnings: set it and the card is shown. */
  get answer() {
    return this.#answer;
  }

  set answer(answer) {
    this.#asked += 1;
    const goesOn = Boolean(this.#answer) && answer?.warning_id === this.#answer.warning_id;
    this.#take(answer, goesOn);
  }

  /** The quiz that releases the payment, and after each try what came of it. */
  get release() {
    return this.#release;
  }

  set release(release) {
    this.#release = release && { ...this.#kept(release), wrong: [], ...release };
    this.#showRelease();
  }

  connectedCallback() {
    packOf(localeOf(this));
    for (const name of ["answer", "release"]) this.#setEarlier(name);
    this.#listen(document, "visibilitychange", () => this.#teller.turn());
    this.#listen(window, "pagehide", () => this.#teller.spent());
    if (globalThis.speechSynthesis) this.#listen(speechSynthesis, "voiceschanged", () => this.#offerVoice());
    if (this.#answer) this.#render();
    else this.#begin();
  }

  disconnectedCallback() {
    this.#teller.spent();
    this.#rest();
    globalThis.speechSynthesis?.cancel();
    for (const end of this.#leave.splice(0)) end();
  }

  attributeChangedCallback(_name, before) {
    if (before !== null && this.isConnected) this.#fetch();
  }

  handleEvent(event) {
    if (event.type === "submit") event.preventDefault();
    else if (event.type === "change") this.#answered(event.target);
    else this.#clicked(event);
  }

  /* Where the answer comes from. */

  /** What a page set before this file was there. */
  #setEarlier(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  #begin() {
    const data = this.querySelector(":scope > script[type='application/json']");
    if (data) return this.#read(data.textContent);
    if (this.hasAttribute("src")) return this.#fetch();
    if (document.readyState === "loading") this.#listen(document, "DOMContentLoaded", () => this.#answer || this.#begin());
  }

  #read(text) {
    try {
      this.answer = Object(JSON.parse(text));
    } catch (error) {
      this.#fail(error);
    }
  }

  async #fetch(more) {
    const mine = (this.#asked += 1);
    try {
      const answer = await ask(this.getAttribute("src"), this.headers, more);
      if (mine === this.#asked) this.#take(answer, Boolean(more));
    } catch (error) {
      if (mine !== this.#asked) return;
      if (more) this.#trouble(error);
      else this.#fail(error);
      return !more;
    }
    return true;
  }

  /** Shows the card that ships with this file, and says why. */
  async #fail(error) {
    this.#trouble(error);
    const { LAST_RESORT: card } = await packOf(localeOf(this));
    const audience = this.getAttribute("audience") ?? "adult";
    const proceed = { ...card?.proceed, confirm: audience === "elder" };
    if (card) this.#take({ warning_id: uuid(), deck: LAST, card: { ...card, audience, proceed } }, false);
  }

  #trouble(error) {
    this.dispatchEvent(new CustomEvent("error", { detail: { message: String(error?.message ?? error) } }));
  }

  #take(answer, goesOn) {
    if (!goesOn) {
      this.#teller.begin();
      this.#given = [];
      this.#release = null;
      this.#released = false;
    }
    if (!goesOn || stepOf(answer) !== stepOf(this.#answer)) {
      this.#rest();
      this.#waited = false;
    }
    this.#answer = this.#teller.answer = answer;
    if (this.isConnected) this.#render(goesOn);
  }

  /* What is shown. */

  async #render(goesOn = false) {
    const { held_out: heldOut, ladder, card } = this.#answer ?? {};
    if (ladder?.end) this.#announceEnd(ladder.end);
    if (!this.#answer || heldOut || ladder?.end === "pay") return this.#showNothing(heldOut);
    const mine = this.#answer;
    const before = this.#view;
    try {
      this.#pack = await packOf(localeOf(this, card.locale));
      if (mine !== this.#answer) return;
      this.#follow();
      if (goesOn && before) return this.#changed(before);
      this.#draw();
      this.#appear();
    } catch (error) {
      if (mine.deck !== LAST) this.#fail(error);
    }
  }

  #follow() {
    this.#view = { ...follow(this.#answer, this.#given), step: stepOf(this.#answer) };
  }

  #showNothing(heldOut) {
    this.#frame.replaceChildren();
    this.#root.replaceChildren(this.#style, this.#frame);
    if (heldOut) this.#teller.once("shown", { card: factsOf(this.#answer.card), held_out: true });
  }

  #shown() {
    const { card } = this.#view;
    const wait = waitOf(card, this.#answer.ladder, this.#waited || this.#released);
    const scheme = this.getAttribute("scheme") ?? pageScheme(this);
    const free = this.#released ? { minutes: null, closed: false, note: "" } : {};
    const { WORDS: words, ICONS: icons } = this.#pack;
    return { card, words, icons, scheme, ...wait, ...free, ...(this.#wait && { minutes: this.#wait.left }) };
  }

  get #words() {
    return this.#pack.WORDS;
  }

  #draw() {
    this.#startWait();
    const section = cardOf(this.#shown());
    this.#frame.replaceChildren(section, this.#status);
    this.#root.replaceChildren(this.#style, this.#frame);
    checkAnswered(this.#frame, this.#given);
    askInTurn(this.#frame);
    this.#offerVoice();
    if (this.#release && this.#quizOf) this.#placeRelease();
  }

  /** The card comes on show: the style is waited for, but not for long. */
  async #appear() {
    const mine = this.#answer;
    await this.#styled();
    if (mine !== this.#answer || !this.isConnected) return;
    this.#frame.hidden = false;
    this.#teller.shown(this.#view.card, this.#headline);
    const { level, headline } = this.#view.card;
    if (atLeast(level, "warn")) this.#headline.focus();
    else this.#say(`${this.#words[level]} ${headline}`);
  }

  #styled() {
    return new Promise((resolve) => {
      if (this.#style.sheet) resolve();
      for (const kind of ["load", "error"]) this.#style.addEventListener(kind, resolve);
      setTimeout(resolve, STYLE_WAIT);
    });
  }

  get #headline() {
    return this.#frame.querySelector(".card-headline");
  }

  /** Says something to who listens, without moving anybody's focus. */
  #say(text) {
    this.#status.textContent = "";
    setTimeout(() => (this.#status.textContent = text), 50);
  }

  /* The wait. */

  #startWait() {
    const { minutes } = waitOf(this.#view.card, this.#answer.ladder, this.#waited || this.#released);
    const counts = minutes && this.#view.card.level === "hold";
    if (!counts) return this.#rest();
    this.#wait ??= new Wait(minutes, { tick: (left) => this.#tick(left), over: () => this.#over() });
  }

  #rest() {
    this.#wait?.stop();
    this.#wait = null;
  }

  #tick(left) {
    this.#frame.querySelector(".card-clock")?.replaceChildren(...clockParts(left, this.#words));
    if (ANNOUNCED_LEFT.includes(left)) this.#say(this.#words.left.replace("{n}", left));
  }

  #over() {
    this.#waited = true;
    this.#rest();
    this.#teller.step("waited");
    this.#open(this.#words.over);
  }

  /** The way on is open now; nothing else on the card moves. */
  #open(said) {
    const { closed } = this.#shown();
    if (closed) return;
    this.#frame.querySelector(".card-clock")?.remove();
    const note = this.#frame.querySelector("#scam-card-note");
    if (note) note.textContent = said;
    for (const way of this.#frame.querySelectorAll("[data-event=proceed]")) way.removeAttribute("aria-disabled");
    this.#say(said);
  }

  /* What the payer does. */

  #clicked(event) {
    const control = event.target.closest("[data-event], [data-action]");
    if (!control) return;
    if (control.getAttribute("aria-disabled") === "true") return this.#say(this.#words[this.#shown().note]);
    const act = control.dataset.event ?? control.dataset.action;
    if (act === "proceed") return this.#proceed(event);
    if (act === "safe_action") return this.#stopHere(control, event);
    const { type, ...fields } = fieldsOf(act);
    if (!this.#teller.tell(type, fields, true)) event.preventDefault();
  }

  #stopHere(control, event) {
    const action = control.dataset.action;
    const inWait = Boolean(this.#wait) && action === "stop";
    if (!this.#teller.tell("safe_action", { action }, true)) event.preventDefault();
    if (inWait) this.#teller.tell("cancelled_in_wait");
    this.#teller.step(inWait ? "cancelled_in_wait" : "safe_action");
    this.#teller.spent();
  }

  /** Goes on to the next step of the playbook where there is one, else to the payment. */
  async #proceed(event) {
    const { ladder } = this.#answer;
    const outcome = this.#released ? "released" : this.#waited ? "waited" : "proceed";
    const next = ladder?.step ? (ladder.next?.[outcome] ?? "pay") : "pay";
    const goOn = this.#teller.step(outcome === "waited" ? "proceed" : outcome, true); // that the wait is over was told
    if (next !== "pay") {
      const taken = { taken: ladder.step.id, answer: outcome };
      if (goOn && this.hasAttribute("src")) await this.#fetch(this.#sofar({ ladder: taken }));
      return;
    }
    if (!this.#teller.tell("proceed", {}, true)) event.preventDefault();
    this.#teller.spent();
  }

  /* Questions. */

  async #answered(radio) {
    const fieldset = radio.closest("[data-question]");
    if (!fieldset) return;
    const one = { card: this.#view.card.id, question: fieldset.dataset.question, answer: radio.value };
    this.#given.push(one);
    this.#teller.tell("question_answered", one);
    if (this.getAttribute("reroute") === "server" && (await this.#fetch(this.#sofar()))) return;
    const before = this.#view;
    this.#follow();
    this.#changed(before);
  }

  #sofar(more) {
    return { warning_id: this.#answer.warning_id, answers: this.#given, ...more };
  }

  /** Brings on show what an answer changed, and says so. */
  #changed(before) {
    const { card, reroute } = this.#view;
    if (card.id !== before.card.id) {
      const { question, answer } = this.#answer.reroute ?? reroute ?? {};
      this.#teller.tell("rerouted", { card: factsOf(card), question, answer });
    }
    if (allButWhy(before) === allButWhy(this.#view)) return this.#touchUp(before.card);
    this.#draw();
    this.#say(this.#words.changed + card.headline);
    this.#headline.focus();
  }

  #touchUp(before) {
    const { why_you: why } = this.#view.card;
    const added = why.find((line) => !before.why_you.includes(line));
    if (added) {
      this.#frame.querySelector(".card-why").replaceWith(lines(why, "card-why"));
      this.#say(this.#words.added + added);
    }
    const shown = askInTurn(this.#frame);
    if (shown && !added) this.#say(this.#words.next + shown.querySelector("legend").textContent);
  }

  /* Release and voice. */

  #kept(release) {
    const { release_id, pass } = this.#release ?? {};
    return release.release_id ? {} : { release_id, pass };
  }

  async #showRelease() {
    if (!this.#release) return this.#frame.querySelector(".card-quiz")?.remove();
    ({ quizOf: this.#quizOf } = await import("./warning/release.js"));
    if (!this.#release || !this.#view) return;
    const box = this.#placeRelease();
    const result = box.querySelector(".card-result");
    if (this.#release.passed && !this.#released) {
      this.#released = true;
      this.#rest();
      this.#teller.tell("released");
      this.#teller.step("released");
      this.#open(result.textContent);
    }
    (result.textContent ? result : box.querySelector("h3")).focus();
  }

  #placeRelease() {
    const box = this.#quizOf(this.#release, localeOf(this, this.#view.card.locale), (answers) => {
      const detail = { release_id: this.#release.release_id, answers };
      this.dispatchEvent(new CustomEvent("release-answers", { bubbles: true, composed: true, detail }));
    });
    this.#frame.querySelector(".card-quiz")?.remove();
    const form = this.#frame.querySelector(".card-form");
    form.insertBefore(box, form.querySelector(":scope > .card-end, :scope > .card-contacts"));
    return box;
  }

  /** Offers to read the card aloud where the device has a voice for it. */
  async #offerVoice() {
    if (!globalThis.speechSynthesis?.getVoices().length) return;
    const { offer } = await import("./warning/voice.js");
    const form = this.#frame.querySelector(".card-form");
    if (form && this.#view) offer(form, this.#view.card, this.#words);
  }

  #announceEnd(end) {
    this.dispatchEvent(new CustomEvent("ladder-end", { bubbles: true, composed: true, detail: { end } }));
  }

  #listen(target, kind, heard) {
    target.addEventListener(kind, heard);
    this.#leave.push(() => target.removeEventListener(kind, heard));
  }
}

const stepOf = (answer) => answer?.ladder?.step?.id;

const allButWhy = ({ card, step }) => JSON.stringify({ ...card, step, why_you: 0 });

if (!customElements.get("scam-warning")) customElements.define("scam-warning", ScamWarning);
