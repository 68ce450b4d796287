/* Outcome events: what they are, and how they get to the payment page's own backend. */

const FACTS = ["id", "revision", "variant", "fraud_type", "level", "locale", "audience"];
const PAUSE = 1000;
const TRIES = 5;
const AT_ONCE = 100;

/** A random UUID; crypto.randomUUID is missing on pages without TLS. */
export const uuid = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};

/** The seven facts of a card that events carry. */
export const factsOf = (card) => Object.fromEntries(FACTS.map((name) => [name, card[name]]));

/** One event, complete. */
export const eventOf = (warningId, type, fields) => ({
  id: uuid(), warning_id: warningId, type, at: new Date().toISOString(), ...fields,
});

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
    if (!("keepalive" in Request.prototype)) {
      return navigator.sendBeacon(this.place(), new Blob([body], { type: "application/json" }));
    }
    try {
      const headers = { "Content-Type": "application/json", ...this.headers() };
      const reply = await fetch(this.place(), { method: "POST", headers, body, keepalive: true });
      return reply.status < 500 && reply.status !== 429;
    } catch {
      return false;
    }
  }
}
