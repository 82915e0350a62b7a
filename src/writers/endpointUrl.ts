import { message } from '../messages/index.ts';
import { shortened } from './serverText.ts';
import { WriterError } from './types.ts';

/**
 * The address of the chat completions of an endpoint such as `http://127.0.0.1:11434/v1`.
 * @throws WriterError when it is no URL of a web server
 */
export function completionsUrl(endpoint: string): URL {
  const shown = shortened(endpoint, 100);
  if (!URL.canParse(endpoint)) {
    throw new WriterError(message('writerUrlInvalid', shown));
  }
  const url = new URL(endpoint);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new WriterError(message('writerUrlScheme', shown));
  }
  if (url.username !== '' || url.password !== '') {
    throw new WriterError(message('writerUrlPassword'));
  }
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/chat/completions`;
  return url;
}
