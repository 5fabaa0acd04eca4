// @ts-check
// Three soft sounds that can be told apart with closed eyes: two rising bells for "welcome",
// one bell struck twice for "already here", a low falling pair for "please see the desk".

/** @typedef {"present" | "already" | "desk"} Tone */

/** Under this name the browser keeps that nobody wants to hear them. */
export const MUTED = "muted";

/** [pitch in Hz, start in seconds] @type {Record<Tone, [number, number][]>} */
const MELODIES = {
  present: [
    [783.99, 0],
    [1046.5, 0.16],
  ],
  already: [
    [659.26, 0],
    [659.26, 0.26],
  ],
  desk: [
    [392.0, 0],
    [293.66, 0.22],
  ],
};

export class Sounds {
  /** @type {AudioContext | null} */
  #context = null;
  muted = false;

  /** @param {Tone} tone */
  play(tone) {
    if (this.muted) {
      return;
    }
    try {
      this.#context ??= new AudioContext();
      // A context made before the first touch or key starts asleep.
      this.#context.resume();
      strike(this.#context, tone, this.#context.currentTime + 0.02);
    } catch {
      // No sound card: the screen says everything by itself.
    }
  }
}

/**
 * @param {BaseAudioContext} context
 * @param {Tone} tone
 * @param {number} start
 */
export function strike(context, tone, start) {
  for (const [pitch, delay] of MELODIES[tone]) {
    ring(context, pitch, start + delay, 0.16, 1.2);
    // The short partial above the note is what makes it a bell and not a beep.
    ring(context, pitch * 2.76, start + delay, 0.03, 0.35);
  }
}

/**
 * @param {BaseAudioContext} context
 * @param {number} pitch
 * @param {number} start
 * @param {number} loudness
 * @param {number} seconds until it has faded
 */
function ring(context, pitch, start, loudness, seconds) {
  const tone = new OscillatorNode(context, { frequency: pitch });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0.0001, start);
  volume.gain.exponentialRampToValueAtTime(loudness, start + 0.012);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + seconds + 0.05);
}
