/**
 * When nobody has touched anything for a while: first a warning that counts down, then the end.
 *
 * It counts seconds itself rather than reading the clock, which staff or a network may set at any moment.
 */
const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchmove', 'input'] as const;

export class Idle {
  #quiet = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** @param after seconds until the warning @param grace seconds from there to the end */
  constructor(
    private readonly after: number,
    private readonly grace: number,
    private readonly told: { warn(secondsLeft: number): void; over(): void },
  ) {}

  start(): void {
    this.stop();
    this.#quiet = 0;
    for (const sign of SIGNS) addEventListener(sign, this.#moved, { capture: true, passive: true });
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  stop(): void {
    clearInterval(this.#timer);
    for (const sign of SIGNS) removeEventListener(sign, this.#moved, { capture: true });
  }

  /** Starts anew; as often as anybody likes. */
  extend(): void {
    this.#quiet = 0;
  }

  /** Once the warning stands only its own buttons count: a sleeve that brushes the screen is no answer. */
  #moved = (): void => {
    if (this.#quiet < this.after) this.#quiet = 0;
  };

  #tick(): void {
    this.#quiet += 1;
    const left = this.after + this.grace - this.#quiet;
    if (left <= 0) {
      this.stop();
      this.told.over();
    } else if (this.#quiet >= this.after) this.told.warn(left);
  }
}

let sounds: AudioContext | undefined;

/** Two soft tones. Browsers that were not touched yet stay silent. */
export function chime(): void {
  try {
    sounds ??= new AudioContext();
    void sounds.resume();
    [660, 880].forEach((pitch, i) => {
      if (!sounds) return;
      const [start, tone, volume] = [sounds.currentTime + i * 0.3, sounds.createOscillator(), sounds.createGain()];
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.3, start + 0.04);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
      tone.connect(volume).connect(sounds.destination);
      tone.start(start);
      tone.stop(start + 0.3);
    });
  } catch {
    // A machine without sound shows the text.
  }
}
