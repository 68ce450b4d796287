/* Outcome events: what they are, who hears them, and how they get to the payment page's own backend. */

import { Watch } from "./wait.js";

const FACTS = ["id", "revision", "variant", "fraud_type", "level", "locale", "audience"];
const PAUSE = 1000;
const TRIES = 5;
const AT_ONCE = 100;
const SEEN_AFTER = 1000;

/** A random UUID; crypto.randomUUID is missing on pages without TLS. */
export const uuid = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (one) =>
    (one ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (one / 4)))).toString(16),
  );

/** The seven facts of a card that events carry. */
export const factsOf = (card) => Object.fromEntries(FACTS.map((name) => [name, card[name]]));

/** One event, complete. */
const eventOf = (warning_id, type, fields) => ({ id: uuid(), warning_id, type, at: new Date().toISOString(), ...fields });

const OTHERS = {
  "ask-family": { type: "guardian_told", action: "ask-family" },
  "ask-colleague": { type: "guardian_told", action: "ask-colleague" },
  "official-check": { type: "safe_action", action: "check" },
  "delay-arrival": { type: "delayed" },
};

/** The event's type and fields for one of the further acts; calling for help where nothing else is said. */
export const fieldsOf = (act) => OTHERS[act] ?? { type: "hotline_taken" };

/** Tells what happens to one card at a time: to the page as events of its element, and to the page's backend. */
export class Teller {
  #told = new Set();
  #watch = null;
  #observer = null;
  #seen = null;

  #waiting = [];
  #timer = 0;
  #failures = 0;

  constructor(element) {
    this.element = element;
  }

  /** Another warning begins, and the one before it ends. */
  begin() {
    this.spent();
    this.#told.clear();
    this.#watch = null;
  }

  shown(card, headline) {
    this.#watch = new Watch();
    this.#seen = headline;
    this.once("shown", { card: factsOf(card) });
    this.#look();
  }

  /** Fires one event and sends it on; returns whether nobody stopped what follows. */
  tell(type, fields = {}, cancelable = false) {
    const detail = eventOf(this.answer.warning_id, type, fields);
    const outcome = new CustomEvent("outcome", { bubbles: true, composed: true, cancelable, detail });
    const free = this.element.dispatchEvent(outcome);
    if (!this.element.hasAttribute("events")) return free;
    this.#waiting.push(detail);
    if (cancelable) this.#send();
    else this.#later(PAUSE);
    return free;
  }

  once(type, fields, cancelable, name = type) {
    if (this.#told.has(name)) return true;
    this.#told.add(name);
    return this.tell(type, fields, cancelable);
  }

  /** Tells what came of the playbook's step, once; returns whether nobody stopped what follows. */
  step(answer, cancelable) {
    const { step, next } = this.answer.ladder ?? {};
    if (!step) return true;
    const fields = { step: step.id, kind: step.kind, answer, next: next?.[answer] };
    return this.once("step_taken", fields, cancelable, `${step.id} ${answer}`);
  }

  /** Tells, once, how long the card was looked at. */
  spent() {
    if (this.#watch) this.once("time_on_card", { milliseconds: Math.round(this.#watch.spent) });
    this.#send();
  }

  /** The page comes on show or goes. */
  turn() {
    this.#watch?.turn(document.hidden);
    if (document.hidden) this.#send();
    else if (this.#watch) this.#look();
  }

  /** Waits for the headline to have been on the screen for a second. */
  #look() {
    this.#observer?.disconnect();
    let timer = 0;
    const look = (entries) => {
      clearTimeout(timer);
      if (!entries.at(-1).isIntersecting || document.hidden) return;
      timer = setTimeout(() => document.hidden || this.once("seen"), SEEN_AFTER);
    };
    this.#observer = new IntersectionObserver(look, { threshold: 0.5 });
    this.#observer.observe(this.#seen);
  }

  #later(pause) {
    this.#timer ||= setTimeout(() => this.#send(), pause);
  }

  /** Sends what waits, in batches; a batch that failed comes again, later and later. */
  async #send() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const events = this.#waiting.splice(0, AT_ONCE);
    if (!events.length) return;
    if (this.#waiting.length) this.#send();
    if (await this.#arrived(events)) {
      this.#failures = 0;
    } else if ((this.#failures += 1) < TRIES) {
      this.#waiting.unshift(...events);
      this.#later(PAUSE * 2 ** this.#failures);
    }
  }

  /** Whether events need not be sent again: they arrived, or were refused for good. */
  async #arrived(events) {
    try {
      const headers = { "Content-Type": "application/json", ...this.element.headers };
      const body = JSON.stringify({ events });
      const reply = await fetch(this.element.getAttribute("events"), { method: "POST", headers, body, keepalive: true });
      return reply.status < 500 && reply.status !== 429;
    } catch {
      return false;
    }
  }
}
