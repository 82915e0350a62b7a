/**
 * What the suite may ask of the world around the extension host (scripts/host-bridge.mjs). On a desktop there is
 * nobody to ask: lines go to the console, and no pictures are taken.
 */
import { format } from 'node:util';

const bridge = process.env['INFINIASK_HOST_BRIDGE'];
/** Requests go one after the other, so that lines keep their order. */
let sent: Promise<unknown> = Promise.resolve();

async function post(path: string, body: string): Promise<void> {
  const request = sent.then(() => fetch(`${bridge}${path}`, { method: 'POST', body }));
  sent = request.catch(() => undefined);
  await sent;
}

/** Prints a line where the suite was started; takes what `console.log` takes. */
export function print(...args: readonly unknown[]): void {
  const line = format(...args);
  if (bridge === undefined) console.log(line);
  else void post('/log', line);
}

/** Saves a picture of the window as `test-results/host/NAME.png`. */
export async function savePicture(name: string): Promise<void> {
  if (bridge !== undefined) await post(`/picture?name=${encodeURIComponent(name)}`, '');
}

/** Settles when everything printed so far has arrived. */
export async function printed(): Promise<void> {
  await sent;
}
