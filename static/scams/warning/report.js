/* Outcome events: what they are, and how they get to the payment page's own backend. */

const FACTS = ["id", "revision", "variant", "fraud_type", "level", "locale", "audience"];
const PAUSE = 1000;
const TRIES = 5;
const AT_ONCE = 100;

/** A random UUID; crypto.randomUUID is missing on pages without TLS. */
export const uuid = () =>
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (one) =>
    (one ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (one / 4)))).toString(16),
  );

/** The seven facts of a card that events carry. */
export const factsOf = (card) => Object.fromEntries(FACTS.map((name) => [name, card[name]]));

/** One event, complete. */
export const eventOf = (warning_id, type, fields) => ({ id: uuid(), warning_id, type, at: new Date().toISOString(), ...fields });

const OTHERS = {
  "call-hotline": { type: "hotline_taken" },
  "ask-family": { type: "guardian_told", action: "ask-family" },
  "ask-colleague": { type: "guardian_told", action: "ask-colleague" },
  "official-check": { type: "safe_action", action: "check" },
  "delay-arrival": { type: "delayed" },
};

/** The event's type and fields for one of the further acts; an unknown one counts as asking for help. */
export const fieldsOf = (act) => OTHERS[act] ?? { type: "hotline_taken" };

/** Events after which the page may be gone, so they are sent at once. */
export const FOLLOWED = new Set(["time_on_card", "cancelled_in_wait", "step_taken", "released"]);

/** Sends events in batches, again when that fails, and what is left when the page goes. */
export class Sender {
  #waiting = [];
  #timer = 0;
  #failures = 0;

  /** `place` says where to, or nothing; `headers` what to send with it. */
  constructor(place, headers) {
    this.place = place;
    this.headers = headers;
  }

  add(event, now) {
    if (!this.place()) return;
    this.#waiting.push(event);
    if (now) this.flush();
    else this.#later(PAUSE);
  }

  async flush() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    const events = this.#waiting.splice(0, AT_ONCE);
    if (!events.length) return;
    if (this.#waiting.length) this.flush();
    if (await this.#sent(events)) {
      this.#failures = 0;
    } else if ((this.#failures += 1) < TRIES) {
      this.#waiting.unshift(...events);
      this.#later(PAUSE * 2 ** this.#failures);
    }
  }

  #later(pause) {
    this.#timer ||= setTimeout(() => this.flush(), pause);
  }

  /** Whether a batch need not be sent again: it arrived, or was refused for good. */
  async #sent(events) {
    const body = JSON.stringify({ events });
    try {
      const headers = { "Content-Type": "application/json", ...this.headers() };
      const reply = await fetch(this.place(), { method: "POST", headers, body, keepalive: true });
      return reply.status < 500 && reply.status !== 429;
    } catch {
      return false;
    }
  }
}
