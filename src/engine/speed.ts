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

/** Tokens per second. */
export interface Speed {
  /** Of text that is not known. */
  readonly reading: number;
  /** Of text that is known from earlier questions. */
  readonly recalling: number;
}

/** Where no known text was read yet: the least gain that docs/BENCHMARKS.md shows. */
const RECALLING_FASTER = 8;

/** How fast this machine read last, in a small file. A disk that does not play along means that nobody knows. */
export class LastSpeed {
  private readonly path: string;

  constructor(folder: string) {
    this.path = join(folder, 'speed.json');
  }

  /** Undefined before there was a reading to go by. */
  async get(): Promise<Speed | undefined> {
    const { reading, recalling } = await this.saved();
    if (reading === undefined) return undefined;
    return { reading, recalling: recalling ?? RECALLING_FASTER * reading };
  }

  /** Keeps the speed of a reading, unless it was short, or of text that was neither mostly new nor all known. */
  async note({ tokens, windows, remembered, tokensPerSecond }: MeasuredReading): Promise<void> {
    if (tokens < MIN_TOKENS || !(tokensPerSecond > 0)) return;
    const speed = Math.ceil(tokensPerSecond);
    if (remembered === windows) await this.save({ ...(await this.saved()), recalling: speed });
    else if (2 * remembered <= windows) await this.save({ ...(await this.saved()), reading: speed });
  }

  async forget(): Promise<void> {
    await rm(this.path, { force: true }).catch(() => undefined);
  }

  private async saved(): Promise<Partial<Speed>> {
    try {
      const { reading, recalling } = JSON.parse(await readFile(this.path, 'utf8')) as Record<string, unknown>;
      return { ...(isSpeed(reading) && { reading }), ...(isSpeed(recalling) && { recalling }) };
    } catch {
      return {};
    }
  }

  private async save(speed: Partial<Speed>): Promise<void> {
    const unfinished = `${this.path}.${process.pid}`;
    try {
      await writeFile(unfinished, JSON.stringify(speed));
      await rename(unfinished, this.path);
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }
}

function isSpeed(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}
