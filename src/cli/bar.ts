import { Format, SingleBar } from 'cli-progress';

/** Starts a progress bar with details behind it; it disappears when it stops. */
export function startBar(out: NodeJS.WriteStream, total: number): SingleBar {
  const bar = new SingleBar({
    stream: out,
    hideCursor: true,
    clearOnComplete: true,
    format: (options, params, payload: { details?: string }) =>
      `${Format.BarFormat(params.progress, { ...options, barsize: 20 })} ${payload.details ?? ''}`,
    barCompleteString: '█'.repeat(20),
    barIncompleteString: '░'.repeat(20),
  });
  bar.start(total, 0, { details: '' });
  return bar;
}
