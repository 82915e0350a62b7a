import { ModelRecords } from './modelRecords.ts';

/** A shorter reading says little about the speed of a long one. */
const MIN_TOKENS = 2000;

/** The figures of a reading that its speed is computed from. */
interface MeasuredReading {
  readonly tokens: number;
  readonly windows: number;
  /** Windows that were remembered. */
  readonly remembered: number;
  readonly tokensPerSecond: number;
}

/** Tokens per second. */
export interface Speed {
  /** Of text that is new. */
  readonly reading: number;
  /** Of text that is remembered. */
  readonly recalling: number;
}

/** Assumed before any remembered text was read: the least gain in docs/BENCHMARKS.md. */
const RECALLING_FASTER = 8;

/** The speed of this machine's last reading with each model. Unknown where the disk fails. */
export class LastSpeed {
  private readonly records: ModelRecords;

  constructor(folder: string) {
    this.records = new ModelRecords(folder, 'speed.json');
  }

  /** Undefined before the first long reading. @param identity see `ModelIdentity` */
  async get(identity: string): Promise<Speed | undefined> {
    const { reading, recalling } = await this.saved(identity);
    if (reading === undefined) return undefined;
    return { reading, recalling: recalling ?? RECALLING_FASTER * reading };
  }

  /** Keeps the speed of a reading, unless it was short, or its text was neither mostly new nor all remembered. */
  async note(
    identity: string,
    { tokens, windows, remembered, tokensPerSecond }: MeasuredReading,
  ): Promise<void> {
    if (tokens < MIN_TOKENS || !(tokensPerSecond > 0)) return;
    const speed = Math.ceil(tokensPerSecond);
    if (remembered === windows) await this.save(identity, { recalling: speed });
    else if (2 * remembered <= windows) await this.save(identity, { reading: speed });
  }

  forget(): Promise<void> {
    return this.records.clear();
  }

  private async saved(identity: string): Promise<Partial<Speed>> {
    const { reading, recalling } = await this.records.get(identity);
    return { ...(isSpeed(reading) && { reading }), ...(isSpeed(recalling) && { recalling }) };
  }

  private async save(identity: string, speed: Partial<Speed>): Promise<void> {
    await this.records.set(identity, { ...(await this.saved(identity)), ...speed }).catch(() => undefined);
  }
}

function isSpeed(value: unknown): value is number {
  return typeof value === 'number' && value > 0;
}
