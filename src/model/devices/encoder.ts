/** Runs a graph on a device as long as that works, and on the CPU from the run on in which it failed. */
import type { InferenceSession } from 'onnxruntime-node';

type Feeds = InferenceSession.FeedsType;
type Results = InferenceSession.ReturnType;
type Session = Pick<InferenceSession, 'run' | 'release'>;

/** Opens a session. @throws what the runtime throws */
export type OpenSession = () => Promise<Session>;

/** A device that fails once is not asked again: a run that was half done there is done anew on the CPU, so nothing is lost. */
export class DeviceEncoder {
  private readonly device: OpenSession;
  private readonly cpu: OpenSession;
  private readonly onLost: (why: string) => void;
  private session: Promise<Session> | undefined;
  private isLost = false;

  /** @param onLost told once, when the device fails, with what it said */
  constructor(device: OpenSession, cpu: OpenSession, onLost: (why: string) => void = () => undefined) {
    this.device = device;
    this.cpu = cpu;
    this.onLost = onLost;
  }

  async run(feeds: Feeds, names: readonly string[]): Promise<Results> {
    if (!this.isLost) {
      try {
        this.session ??= this.device();
        return await (await this.session).run(feeds, names);
      } catch (error) {
        this.lose(error instanceof Error ? error.message : String(error));
      }
    }
    return (await this.cpu()).run(feeds, names);
  }

  /** Several windows may fail at the same time; the first one tells. */
  private lose(why: string): void {
    if (this.isLost) return;
    this.isLost = true;
    this.onLost(why);
  }

  /** Frees the device's memory; that of the CPU belongs to whoever opened it. Never rejects. */
  async dispose(): Promise<void> {
    const { session } = this;
    this.session = undefined;
    await session?.then((open) => open.release()).catch(() => undefined);
  }
}
