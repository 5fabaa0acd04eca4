// @ts-check
// The way from the board to the server: pushed where the stream has room, asked for where it
// has none. Only this module knows the addresses.

/** @import { BoardDocument, Connection } from "./types.js" */

const POLL_MS = 2000;
const JITTER_MS = 500;
const DEADLINE_MS = 5000;
/** How many polls until the stream is tried again: where it broke, and where it was full. */
const POLLS_WHEN_BROKEN = 1;
const POLLS_WHEN_FULL = 8;

export class Feed {
  #seq = 0;
  #onDocument;
  #onConnection;
  #base;

  /**
   * @param {(news: BoardDocument) => void} onDocument
   * @param {(connection: Connection) => void} onConnection
   * @param {string} [base] what comes before every path
   */
  constructor(onDocument, onConnection, base = "") {
    this.#base = base;
    this.#onDocument = onDocument;
    this.#onConnection = onConnection;
  }

  async run() {
    while (!(await this.#poll("lost", true))) {
      await pause();
    }
    for (;;) {
      // Under a path of its own stands a kiosk, which has no stream.
      const opened = this.#base === "" && (await this.#stream());
      await this.#pollTimes(opened ? POLLS_WHEN_BROKEN : POLLS_WHEN_FULL);
    }
  }

  /**
   * Follows the stream until it breaks or is refused.
   *
   * @returns {Promise<boolean>} whether there was room on it
   */
  async #stream() {
    let opened = false;
    const stream = new EventSource(`${this.#base}/api/board/stream?after=${this.#seq}`);
    await new Promise((resolve) => {
      stream.onmessage = (event) => this.#take(JSON.parse(event.data));
      // What happened between the last answer and the stream's first word is asked for once.
      stream.onopen = () => {
        opened = true;
        this.#poll("live");
      };
      stream.onerror = resolve;
    });
    stream.close();
    return opened;
  }

  /** @param {number} times polls that must have worked */
  async #pollTimes(times) {
    for (let polls = 0; polls < times; ) {
      polls += (await this.#poll("polling")) ? 1 : 0;
      await pause();
    }
  }

  /**
   * Asks for what is new, page by page.
   *
   * @param {Connection} connection what to say when it worked
   * @param {boolean} [first] ask for the whole board
   * @returns {Promise<boolean>}
   */
  async #poll(connection, first = false) {
    try {
      let seen;
      do {
        seen = this.#seq;
        this.#take(await ask(`${this.#base}/api/board${first ? "" : `?after=${seen}`}`));
      } while (this.#seq > seen && !first);
      if (!first) {
        this.#onConnection(connection);
      }
      return true;
    } catch {
      this.#onConnection("lost");
      return false;
    }
  }

  /** @param {BoardDocument} news */
  #take(news) {
    // A whole board sets the place, also back: the server may have been restored.
    this.#seq = news.groups ? news.seq : Math.max(this.#seq, news.seq);
    this.#onDocument(news);
  }
}

/** @param {string} address */
async function ask(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(DEADLINE_MS) });
  if (answer.status === 401) {
    // The session has ended: the server sends this page to the sign-in.
    location.reload();
  }
  if (!answer.ok) {
    throw new Error(`The server answered ${answer.status}`);
  }
  return await answer.json();
}

/** A hundred boards must not ask in the same moment. */
function pause() {
  const wait = POLL_MS + (Math.random() * 2 - 1) * JITTER_MS;
  return new Promise((resolve) => setTimeout(resolve, wait));
}
