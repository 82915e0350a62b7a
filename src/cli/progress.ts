import type { SingleBar } from 'cli-progress';
import type { AskProgress } from '../contract/index.ts';
import { printableLine } from '../text/index.ts';
import { startBar } from './bar.ts';

/** Interval of the lines where the output is no terminal. */
const PLAIN_INTERVAL_MS = 2000;

/** Shows progress: a bar on a terminal, elsewhere a line now and then. */
export class ProgressDisplay {
  private readonly out: NodeJS.WriteStream;
  private bar: SingleBar | undefined;
  private lastPlainMs = performance.now();
  private lastDocumentMs = -Infinity;

  constructor(out: NodeJS.WriteStream) {
    this.out = out;
  }

  show(progress: AskProgress): void {
    switch (progress.kind) {
      case 'scan':
        this.line(
          `Found ${count(progress.files)} ${progress.files === 1 ? 'file' : 'files'}, ${size(progress.bytes)}.`,
        );
        break;
      case 'document':
        if (performance.now() - this.lastDocumentMs > PLAIN_INTERVAL_MS) {
          this.lastDocumentMs = performance.now();
          this.line(`Taking out the text of ${printableLine(progress.path)}, once …`);
        }
        break;
      case 'read': {
        const details = describe(progress);
        if (this.out.isTTY) {
          this.bar ??= startBar(this.out, progress.tokensTotal);
          this.bar.setTotal(progress.tokensTotal);
          this.bar.update(progress.tokens, { details });
        } else if (performance.now() - this.lastPlainMs > PLAIN_INTERVAL_MS) {
          this.lastPlainMs = performance.now();
          this.line(details);
        }
        break;
      }
      case 'carried':
      case 'first':
      case 'evidence':
      case 'answer':
        break;
    }
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private line(text: string): void {
    this.out.write(`${text}\n`);
  }
}

function describe(progress: Extract<AskProgress, { kind: 'read' }>): string {
  const { files, filesTotal, tokens, tokensTotal, tokensPerSecond, remainingMs } = progress;
  return (
    `${count(files)}/${count(filesTotal)} files, ${count(tokens)} of about ${count(tokensTotal)} tokens, ` +
    `${count(tokensPerSecond)} tokens/s, ${duration(remainingMs)} left`
  );
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function size(bytes: number): string {
  return bytes < 1024 ? `${count(bytes)} bytes` : `${count(bytes / 1024)} KB`;
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
