/** The engine's client as what the extension needs of it. */
import { EngineError, type EngineClient } from '../engine/client.ts';
import type { Asker } from './session.ts';

type Newer = Partial<Pick<Asker, 'answer' | 'pause' | 'survey' | 'why'>>;

/** A client that lacks one of the requests rejects it; questions themselves always work. */
export function askerOf(client: EngineClient & Newer): Asker {
  const missing = () => Promise.reject(new EngineError('internal', 'This engine cannot do that yet.'));
  return {
    ask: (question, onProgress, signal) => client.ask(question, onProgress, signal),
    describe: () => client.describe(),
    answer: (params, onProgress, signal) => client.answer?.(params, onProgress, signal) ?? missing(),
    pause: (paused) => client.pause?.(paused) ?? missing(),
    survey: (params, signal) => client.survey?.(params, signal) ?? missing(),
    why: (params) => client.why?.(params) ?? missing(),
  };
}
