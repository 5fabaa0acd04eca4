// @ts-check
// Who is received at this door while the clerk is at work: told on her line, with the way back,
// and opened for her where she is free.

import { clock } from "../board/format.js";
import { fill } from "../texts.js";
import { Doorstep } from "./doorstep.js";

/** @import { Condition } from "./camera.js" */
/** @import { Scanned } from "./doorstep.js" */
/** @import { Answer } from "./types.js" */
/** @import { Texts } from "../texts.js" */

/** Screens that greet somebody by name. */
const WELCOMES = new Set(["ok", "unnamed", "press"]);

/** @typedef {{ invitation: string | null, message: string | null }} Reading */

/**
 * The desk, as far as it is of use here.
 *
 * @typedef {object} Clerk
 * @property {() => Texts} texts
 * @property {(text: string, how: { kind: "done" | "fault",
 *   takeBack?: (reason: string) => Promise<string> }) => void} say
 * @property {(text: string) => Promise<Reading>} read whose a code is
 * @property {(invitation: string, reason: string) => Promise<unknown>} undo
 * @property {(invitation: string) => Promise<void>} open
 * @property {(source: Scanned["source"]) => boolean} isFree whether a guest may be opened: never
 *   over the one with whom she is busy
 * @property {(condition: Condition) => void} onCamera
 */

export class Arrivals {
  #clerk;
  #doorstep;

  /**
   * @param {string} base the address under which the kiosk serves its pages
   * @param {Clerk} clerk
   */
  constructor(base, clerk) {
    this.#clerk = clerk;
    this.#doorstep = new Doorstep(base, {
      onAnswer: (answer, scanned) => this.#tell(answer, scanned),
      onFailure: () => clerk.say(clerk.texts()["no_answer"] ?? "", { kind: "fault" }),
      onCamera: clerk.onCamera,
    });
    this.#doorstep.start();
  }

  /** @param {string} text what a scanner typed on the clerk's page */
  take(text) {
    this.#doorstep.take({ text, source: "keyboard" });
  }

  /** @param {Answer} answer @param {Scanned | null} scanned */
  async #tell(answer, scanned) {
    const clerk = this.#clerk;
    const words = wordsOf(answer, clerk.texts());
    const welcome = WELCOMES.has(answer.screen) || answer.screen === "already";
    const kind = welcome ? "done" : "fault";
    clerk.say(words, { kind });
    const read = scanned && (await clerk.read(scanned.text).catch(() => null));
    const id = read?.invitation;
    if (read?.message) {
      clerk.say(read.message, { kind: "fault" });
    } else if (id && answer.verdict === "admitted") {
      clerk.say(words, {
        kind,
        takeBack: async (reason) => {
          await clerk.undo(id, reason);
          return fill(clerk.texts()["undo.ok"] ?? "", { who: whoOf(answer) });
        },
      });
    }
    if (id && scanned && clerk.isFree(scanned.source)) {
      await clerk.open(id);
    }
  }
}

/**
 * Who was received, or what there is against it, in the words of the desk.
 *
 * @param {Answer} answer
 * @param {Texts} texts
 */
export function wordsOf(answer, texts) {
  const { greeting, status, seat, next, message } = answer.lines ?? {};
  if (answer.screen === "already_far" && answer.admitted_at) {
    // The guest is asked to the desk; she who stands there is told where and when they came.
    const first = { station: answer.station ?? "", at: clock(answer.admitted_at) };
    return fill(texts["in.already"] ?? "", first);
  }
  if (!WELCOMES.has(answer.screen)) {
    return message ?? [greeting, status, seat].filter(Boolean).join(". ");
  }
  const admitted = answer.verdict === "admitted";
  const first = admitted
    ? fill(texts["in.ok"] ?? "", { who: whoOf(answer) })
    : [whoOf(answer), status].filter(Boolean).join(": ");
  return [first, seat ?? [next].flat()[0]].filter(Boolean).join(". ");
}

/** @param {Answer} answer */
function whoOf({ guest, lines }) {
  const person = guest?.name ? [guest.honorific, guest.name].filter(Boolean).join(" ") : "";
  return person || guest?.organisation || (lines?.greeting ?? "");
}
