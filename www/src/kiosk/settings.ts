/** What is the kiosk's own and outlives its visitors: settings, the staff's PIN, the log of data taken in. */

/** Everything below this in localStorage is the kiosk's; a wipe takes the rest. */
export const OWN = 'padan-kiosk';
const MOST_ENTRIES = 200;
const ROUNDS = 600_000;
const TRIES = 5;
const FIRST_WAIT = 60;

export type Paper = 'a4' | '80' | '58';

/** One line of the log. */
export interface Entry {
  /** ISO date and time. */
  at: string;
  what: 'stick' | 'network' | 'repair' | 'pin';
  /** `ok`, or the name of the error. */
  result: string;
  asOf?: string;
  rows?: number;
  /** First 12 hexadecimal digits of the checksum. */
  hash?: string;
}

export interface Settings {
  paper: Paper;
  keyboard: boolean;
  /** Address of the portal that phones open. */
  portal: string;
  /** Hosts that may be opened, separated by spaces. */
  hosts: string;
  /** Where the staff is. */
  staff: string;
  /** Public keys, separated by spaces. */
  key: string;
}

interface Pin {
  /** base64 of the salt, and of PBKDF2-HMAC-SHA-256 over the digits. */
  salt: string;
  hash: string;
  rounds: number;
}

interface Tries {
  wrong: number;
  /** Milliseconds since 1970 until which no PIN is taken. */
  until: number;
}

const PLAIN: Settings = { paper: 'a4', keyboard: false, portal: '', hosts: '', staff: '', key: '' };

export function settings(): Settings {
  const known = read<Partial<Settings>>('settings') ?? {};
  const kept = Object.entries(known).filter(([name, value]) => typeof value === typeof PLAIN[name as keyof Settings]);
  return { ...PLAIN, ...Object.fromEntries(kept) };
}

export function change(changed: Partial<Settings>): void {
  write('settings', { ...settings(), ...changed });
}

export function log(): Entry[] {
  const known = read<Entry[]>('log');
  return Array.isArray(known) ? known.filter((entry) => typeof entry?.at === 'string') : [];
}

/** Adds a line; the oldest go. */
export function note(entry: Omit<Entry, 'at'>): void {
  write('log', [...log(), { at: new Date().toISOString(), ...entry }].slice(-MOST_ENTRIES));
}

export function hasPin(): boolean {
  return read<Pin>('pin')?.hash !== undefined;
}

/** Whether digits may be a PIN. */
export function sound(digits: string): boolean {
  return /^\d{6,12}$/.test(digits);
}

export async function setPin(digits: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  write('pin', { salt: base64(salt), hash: await stretched(digits, salt, ROUNDS), rounds: ROUNDS } satisfies Pin);
  write('tries', null);
}

/** Seconds until a PIN is taken again; 0 where it is now. */
export function waiting(now = Date.now()): number {
  const until = read<Tries>('tries')?.until ?? 0;
  // A clock that was set back must not lock the staff out for longer than any wait lasts.
  return until - now > 86_400_000 ? 0 : Math.max(0, Math.ceil((until - now) / 1000));
}

/** Whether the PIN is right; tries left otherwise. After five wrong ones each makes the wait twice as long. */
export async function check(digits: string): Promise<true | number> {
  const pin = read<Pin>('pin');
  if (!pin || waiting() > 0) return 0;
  const found = await stretched(digits, bytes(pin.salt), pin.rounds);
  if (found === pin.hash) {
    write('tries', null);
    return true;
  }
  const wrong = (read<Tries>('tries')?.wrong ?? 0) + 1;
  const over = wrong - TRIES;
  const until = over < 0 ? 0 : Date.now() + FIRST_WAIT * 1000 * 2 ** Math.min(over, 6);
  write('tries', { wrong, until } satisfies Tries);
  if (over >= 0) note({ what: 'pin', result: 'wrong' });
  return Math.max(0, -over);
}

async function stretched(digits: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<string> {
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(digits), 'PBKDF2', false, ['deriveBits']);
  return base64(
    new Uint8Array(await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, key, 256)),
  );
}

function base64(raw: Uint8Array): string {
  return btoa(String.fromCharCode(...raw));
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function read<T>(name: string): T | undefined {
  try {
    return (JSON.parse(localStorage.getItem(`${OWN}.${name}`) ?? 'null') as T | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(`${OWN}.${name}`, JSON.stringify(value));
  } catch {
    // Without storage the kiosk runs on what its page says.
  }
}
