/* A wait that counts minutes, and how long a card is looked at: by moments, not ticks, so a tab that slept loses nothing. */

const MINUTE = 60_000;
const CHECK = 15_000;

/** Calls `tick` with the minutes left when they change, and `over` once at the end. */
export class Wait {
  #timer = 0;
  #look = () => this.#check();

  constructor(minutes, { tick, over }) {
    this.end = Date.now() + minutes * MINUTE;
    this.left = minutes;
    this.tick = tick;
    this.over = over;
    document.addEventListener("visibilitychange", this.#look);
    this.#check();
  }

  stop() {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#look);
  }

  #check() {
    clearTimeout(this.#timer);
    const rest = this.end - Date.now();
    if (rest <= 0) {
      this.stop();
      this.left = 0;
      return this.over();
    }
    const left = Math.ceil(rest / MINUTE);
    if (left !== this.left) this.tick((this.left = left));
    this.#timer = setTimeout(this.#look, Math.min(rest, CHECK));
  }
}

/** Counts the milliseconds a page is looked at. */
export class Watch {
  #spent = 0;
  #since = document.hidden ? 0 : Date.now();

  /** The page comes on show or goes. */
  turn(hidden) {
    this.#spent = this.spent;
    this.#since = hidden ? 0 : Date.now();
  }

  get spent() {
    return this.#spent + (this.#since && Math.max(0, Date.now() - this.#since));
  }
}
