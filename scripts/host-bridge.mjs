// The way from the suite, inside the extension host, to the world around it: an HTTP server on the loopback interface.
//   POST /log                 prints the body as a line
//   POST /picture?name=NAME   saves a picture of the window and answers with its path
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { savePicture } from './host-window.mjs';

/**
 * @param {import('playwright-core').Page} page
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function openBridge(page) {
  const answer = async (/** @type {import('node:http').IncomingMessage} */ request) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/log') {
      console.log(await text(request));
      return '';
    }
    if (url.pathname === '/picture') {
      return (await savePicture(page, url.searchParams.get('name') ?? 'window', 'host')) ?? '';
    }
    throw new Error(`The bridge knows no ${url.pathname}`);
  };
  const server = createServer((request, response) => {
    answer(request).then(
      (body) => response.end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
