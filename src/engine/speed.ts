import { ModelRecords } from './modelRecords.ts';

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

/** How fast this machine read last with a model. A disk that does not play along means that nobody knows. */
export class LastSpeed {
  private readonly records: ModelRecords;

  constructor(folder: string) {
    this.records = new ModelRecords(folder, 'speed.json');
  }

  /** Undefined before there was a reading to go by. @param identity of the model, see `ModelIdentity` */
  async get(identity: string): Promise<Speed | undefined> {
    const { reading, recalling } = await this.saved(identity);
    if (reading === undefined) return undefined;
    return { reading, recalling: recalling ?? RECALLING_FASTER * reading };
  }

  /** Keeps the speed of a reading, unless it was short, or of text that was neither mostly new nor all known. */
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
