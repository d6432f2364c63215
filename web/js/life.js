// What a page started and must end with it: listeners, clocks, requests.

import { on } from "./events.js";

export class Life {
  #ends = [];
  #abort = new AbortController();

  /** Requests with this signal end with the page. */
  get signal() { return this.#abort.signal; }
  get over() { return this.#abort.signal.aborted; }

  /** Calls `end` when the page goes. */
  until(end) { this.#ends.push(end); }

  /** Hears events of the house while the page is shown. */
  on(kinds, heard) { this.until(on(kinds, heard)); }

  /** Does something again and again while the page is shown. */
  every(ms, act) {
    const timer = setInterval(act, ms);
    this.until(() => clearInterval(timer));
  }

  end() {
    this.#abort.abort();
    this.#ends.splice(0).forEach((end) => end());
  }
}
