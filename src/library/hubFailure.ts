/** Turns a hub's refusals and broken connections into errors that say what to do. */
import type { Told } from '../contract/index.ts';
import { message } from '../messages/index.ts';
import { LibraryError } from './errors.ts';
import { pageUrl } from './hub.ts';
import type { Hub, HubFile } from './hub.ts';
import type { Response } from './request.ts';
import { Passing, retryAfterMs } from './retry.ts';

/** @returns the error to throw for an answer other than a file */
export function refusal(hub: Hub, file: HubFile, response: Response): LibraryError | Passing {
  const { status, header, isHub } = response;
  const name = `${file.repository}/${file.path}`;
  const said = header('x-error-message')?.slice(0, 300);
  const answer = said ? `${status}: ${said}` : `${status}`;
  const after = retryAfterMs(header('retry-after'), Date.now());
  if (status === 429) {
    const when: Told =
      after === undefined ? message('hubLater') : message('hubInSeconds', String(Math.ceil(after / 1000)));
    return new Passing(notGot(message('hubBusy', hub.endpoint.origin, answer, when)), after);
  }
  if (status >= 500) return new Passing(notGot(message('hubFailed', hub.endpoint.origin, answer)), after);
  // The addresses that a hub redirects to expire, so another attempt gets a new one.
  if (!isHub) return new Passing(notGot(message('hubRefused', name, answer)));
  if (header('x-error-code') === 'GatedRepo')
    return notGot(message('hubGated', name, pageUrl(hub, file.repository)));
  switch (status) {
    case 401:
      return notGot(
        hub.token ? message('hubTokenRefused', name, answer) : message('hubForbidden', name, answer),
      );
    case 403:
      return notGot(message('hubForbidden', name, answer));
    case 404:
      return notGot(message('hubMissing', name, file.revision, answer));
    default:
      return notGot(message('hubRefused', name, answer));
  }
}

/** Codes of failures before any server was reached; an immediate retry would not help. */
const unreachable = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
const broken = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_EOF_STATE',
  'UND_ERR_ABORTED',
]);

/** @returns the error to throw for a failed connection; any other error as it is */
export function connectionFailure(hub: Hub, file: HubFile, error: unknown): unknown {
  const { code, message: why } = innermost(error);
  const { origin } = hub.endpoint;
  if (code === undefined) return error;
  if (unreachable.has(code)) return new Passing(notGot(message('hubUnreachable', origin, why)));
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code)) return notGot(message('hubCertificate', origin, code));
  if (broken.has(code) || /^(?:UND_ERR|HPE_)/.test(code))
    return new Passing(notGot(message('hubCutOff', `${file.repository}/${file.path}`, why)));
  return error;
}

export function notGot(told: Told, cause?: unknown): LibraryError {
  return new LibraryError('modelNotGot', told, cause === undefined ? {} : { cause });
}

/** The error within: several failed addresses are told as one error that contains the others. */
function innermost(error: unknown): { code: string | undefined; message: string } {
  if (!(error instanceof Error)) return { code: undefined, message: String(error) };
  if (error instanceof AggregateError && error.errors.length > 0) return innermost(error.errors[0]);
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined && error.cause !== undefined) return innermost(error.cause);
  return { code, message: error.message || code || 'no reason given' };
}
