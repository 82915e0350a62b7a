/** What a writer that failed says, for `engineText.ts`: sentences of writers/ and of the engine that asks them. */
import type { Translate } from './strings.ts';

/** A message, translated, with what differs put in. */
export type Sentence = (t: Translate, ...args: string[]) => string;

export const writerSentences: readonly Sentence[] = [
  (t, ...args) =>
    t('Nothing answers at {0} (connection refused). Is the server running, and is this its port?', ...args),
  (t, ...args) => t('The host of {0} was not found. Check the URL and the network.', ...args),
  (t, ...args) => t('{0} cannot be reached ({1}). Check the URL and the network.', ...args),
  (t, ...args) =>
    t(
      'The certificate of {0} is not trusted ({1}). NODE_EXTRA_CA_CERTS may name the file of your own authority.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The server at {0} ended the connection before the answer was complete. Look whether it still runs.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The server at {0} said nothing for {1} seconds. Look whether it still works, or take a smaller model.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The server at {0} refused the key ({1}). Set the right one: the command “Set the key of the endpoint”, or INFINIASK_ENDPOINT_KEY on the command line.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The server at {0} does not know the model “{1}”, or not this address ({2}). {3}/models lists its models (with Ollama: ollama list); the URL mostly ends with /v1.',
      ...args,
    ),
  (t, ...args) =>
    t('The server at {0} has too much to do or a quota is used up ({1}). Wait, then ask again.', ...args),
  (t, ...args) =>
    t(
      'The server at {0} failed ({1}). Its log may say why; a model too large for the memory is a frequent cause.',
      ...args,
    ),
  (t, ...args) =>
    t(
      'The server at {0} refused the request ({1}). If the text is too long for the model, keep less evidence.',
      ...args,
    ),
  (t, ...args) =>
    t('{0} redirects to {1}, which was not followed. If that is the server you mean, set its URL.', ...args),
  (t, ...args) =>
    t(
      'No model is named for {0}. Set infiniask.endpoint.model (--endpoint-model on the command line) to one of those that {1}/models lists.',
      ...args,
    ),
  (t, ...args) => t('“{0}” is no URL. It looks like http://127.0.0.1:11434/v1.', ...args),
  (t, ...args) => t('“{0}” cannot be used: the URL of an endpoint begins with http:// or https://.', ...args),
  (t) => t('The URL of the endpoint must not contain a password. Set a key instead.'),
  (t) => t('The key of the endpoint has characters that no key has. Set it again.'),
  (t) => t('The server told of an error and did not say which. Its log may.'),
  (t, ...args) => t('The server told of an error: {0}', ...args),
  (t) => t('The server sent something that is no answer: an event without end.'),
  (t, ...args) =>
    t(
      'The server sent something that is no chat completion (“{0}”). Check that the URL is that of a server with OpenAI’s interface; it mostly ends with /v1.',
      ...args,
    ),
  (t) => t('The model did not come to an end; the answer was cut. Try another model.'),
  (t) => t('The answer was cut at the server’s limit of tokens. Raise that limit, or keep less evidence.'),
  (t) => t('The server’s content filter cut the answer.'),
  (t) => t('There is no editor whose language model could write. Choose another writer.'),
  (t, ...args) => t('{0} wrote nothing. Try another model.', ...args),
  // Last: it fits much.
  (t, ...args) => t('{0} failed: {1}', ...args),
];
