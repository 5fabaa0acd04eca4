// @ts-check
// The camera: which one, opened, and opened again after it was unplugged.
//
// The page stays with the camera it had: when a plugged-in one comes loose, the laptop's own,
// which may look at the clerk, does not step in unasked.

/**
 * How the camera is. "none": this machine has none and never had. "lost": it had one, which is
 * not there. "refused": nobody allowed it.
 *
 * @typedef {"none" | "on" | "lost" | "refused"} Condition
 */

/** @typedef {(condition: Condition, cameras: number) => void} OnCondition of how many cameras */

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 20 } };
const TRY_AGAIN_MS = 3000;
/** A camera that shows the same frame for so long has come loose without saying so. */
const FROZEN_AFTER_MS = 6000;
const KEPT = "camera";

export class Camera {
  /** @type {MediaStream | null} */
  #stream = null;
  #opening = false;
  #shown = -1;
  #movedAt = 0;
  #video;
  #onCondition;

  /**
   * @param {HTMLVideoElement} video shows what the camera sees
   * @param {OnCondition} onCondition
   */
  constructor(video, onCondition) {
    this.#video = video;
    this.#onCondition = onCondition;
  }

  /** Opens the camera, now or whenever one is plugged in. Call once. */
  start() {
    // Absent where the page was not opened from this very machine.
    navigator.mediaDevices?.addEventListener("devicechange", () => this.#open());
    // Another page of this kiosk has turned to another camera.
    addEventListener("storage", ({ key }) => key === KEPT && this.#reopen());
    setInterval(() => this.#check(), TRY_AGAIN_MS);
    this.#open();
  }

  /** Turns to the next camera, and stays with it from now on. */
  async turn() {
    const cameras = await listCameras();
    const open = this.#stream?.getVideoTracks()[0]?.getSettings().deviceId;
    const at = cameras.findIndex((camera) => camera.deviceId === open);
    const next = cameras[(at + 1) % cameras.length];
    if (next) {
      keep(next);
      await this.#reopen();
    }
  }

  /** The frame of this moment, or null while there is none. */
  async frame() {
    return this.#stream && this.#video.readyState >= 2
      ? await createImageBitmap(this.#video)
      : null;
  }

  async #open() {
    if (this.#opening || this.#stream) {
      return;
    }
    this.#opening = true;
    const condition = await this.#openKept().catch(conditionAfter);
    this.#opening = false;
    await this.#tell(condition);
  }

  async #reopen() {
    this.#close();
    await this.#open();
  }

  /** @returns {Promise<Condition>} */
  async #openKept() {
    const cameras = await listNamedCameras();
    if (cameras.length === 0) {
      return kept() ? "lost" : "none";
    }
    const chosen = choose(cameras);
    if (!chosen) {
      return "lost";
    }
    this.#stream = await getCamera({ ...SIZE, deviceId: { exact: chosen.deviceId } });
    this.#stream.getTracks()[0]?.addEventListener("ended", () => this.#lose());
    keep(chosen);
    this.#video.srcObject = this.#stream;
    this.#movedAt = performance.now();
    await this.#video.play();
    return "on";
  }

  #lose() {
    this.#close();
    this.#tell("lost");
  }

  #close() {
    for (const track of this.#stream?.getTracks() ?? []) {
      track.stop();
    }
    this.#stream = null;
    this.#video.srcObject = null;
  }

  /** @param {Condition} condition */
  async #tell(condition) {
    this.#onCondition(condition, (await listCameras()).length);
  }

  #check() {
    if (!this.#stream) {
      // Where there never was a camera, a new one announces itself.
      kept() && this.#open();
    } else if (this.#video.currentTime !== this.#shown) {
      this.#shown = this.#video.currentTime;
      this.#movedAt = performance.now();
    } else if (performance.now() - this.#movedAt > FROZEN_AFTER_MS) {
      this.#lose();
    }
  }
}

async function listCameras() {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.filter((device) => device.kind === "videoinput");
}

/** Their names are told only to a page that was allowed to use one. */
async function listNamedCameras() {
  const cameras = await listCameras();
  if (cameras.length === 0 || cameras.some((camera) => camera.label)) {
    return cameras;
  }
  for (const track of (await getCamera(true)).getTracks()) {
    track.stop();
  }
  return await listCameras();
}

/** @param {MediaTrackConstraints | true} video */
function getCamera(video) {
  return navigator.mediaDevices.getUserMedia({ video });
}

/**
 * The camera of the last time, also in another socket; the first where there was no last time.
 *
 * @param {MediaDeviceInfo[]} cameras
 */
function choose(cameras) {
  const last = kept();
  return last
    ? (cameras.find((camera) => camera.deviceId === last.id) ??
        cameras.find((camera) => camera.label === last.label))
    : cameras[0];
}

/** @returns {{ id: string, label: string } | null} */
function kept() {
  return JSON.parse(localStorage.getItem(KEPT) ?? "null");
}

/** @param {MediaDeviceInfo} camera */
function keep({ deviceId, label }) {
  localStorage.setItem(KEPT, JSON.stringify({ id: deviceId, label }));
}

/**
 * @param {unknown} error
 * @returns {Condition}
 */
function conditionAfter(error) {
  const refused = error instanceof DOMException && error.name === "NotAllowedError";
  return refused ? "refused" : "lost";
}
