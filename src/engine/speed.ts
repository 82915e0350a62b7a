import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Shorter readings say little about the speed of long ones. */
const MIN_TOKENS = 2000;

/** A reading as far as its speed is concerned. */
export interface MeasuredReading {
  readonly tokens: number;
  readonly windows: number;
  /** Windows that did not have to be read. */
  readonly remembered: number;
  readonly tokensPerSecond: number;
}

/** How fast this machine read last, in a small file. A disk that does not play along means that nobody knows. */
export class LastSpeed {
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'speed.json');
  }

  /** Tokens per second; undefined before there was a reading to go by. */
  async get(): Promise<number | undefined> {
    try {
      const { tokensPerSecond } = JSON.parse(await readFile(this.path, 'utf8')) as Record<string, unknown>;
      return typeof tokensPerSecond === 'number' && tokensPerSecond > 0 ? tokensPerSecond : undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps the speed of a reading, unless it was short or most of it was known before. */
  async note({ tokens, windows, remembered, tokensPerSecond }: MeasuredReading): Promise<void> {
    if (tokens < MIN_TOKENS || 2 * remembered > windows || !(tokensPerSecond > 0)) return;
    const unfinished = `${this.path}.${process.pid}`;
    try {
      await writeFile(unfinished, JSON.stringify({ tokensPerSecond: Math.ceil(tokensPerSecond) }));
      await rename(unfinished, this.path);
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  async forget(): Promise<void> {
    await rm(this.path, { force: true }).catch(() => undefined);
  }
}
