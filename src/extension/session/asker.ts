/** The engine's client for the extension. It adds the key that belongs to the address of the writer. */
import type { EngineClient } from '../../client/index.ts';
import type { EndpointKeys } from '../writing/endpointKeys.ts';
import type { Asker } from './session.ts';

export function askerOf(client: EngineClient, keys: EndpointKeys): Asker {
  return {
    ask: async (question, onProgress, signal) => client.ask(await keys.withKey(question), onProgress, signal),
    answer: async (params, onProgress, signal) =>
      client.answer(await keys.withKey(params), onProgress, signal),
    describe: () => client.describe(),
    pause: (paused) => client.pause(paused),
    survey: (params, signal) => client.survey(params, signal),
    why: (params) => client.why(params),
  };
}
