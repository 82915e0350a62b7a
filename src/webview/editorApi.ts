/** The way from a page to the extension host, and the little state that a page keeps itself. */

/** What a page and the host tell each other, and what the page keeps. */
interface PageTypes {
  readonly fromHost: unknown;
  readonly toHost: unknown;
  readonly saved: unknown;
}

interface EditorApi<Of extends PageTypes> {
  postMessage(message: Of['toHost']): void;
  getState(): Of['saved'] | undefined;
  setState(state: Of['saved']): void;
}

interface Connection<Of extends PageTypes> {
  readonly post: (message: Of['toHost']) => void;
  readonly onMessage: (listener: (message: Of['fromHost']) => void) => void;
  readonly saved: () => Of['saved'] | undefined;
  readonly save: (state: Of['saved']) => void;
}

declare function acquireVsCodeApi(): unknown;

/** May be called once in a page: the editor gives its interface once. */
export function connect<Of extends PageTypes>(): Connection<Of> {
  const api = acquireVsCodeApi() as EditorApi<Of>;
  return {
    post: (message) => api.postMessage(message),
    onMessage: (listener) => {
      // Only the host can post to this page, which is in a frame of the editor.
      window.addEventListener('message', (event: MessageEvent<Of['fromHost']>) => listener(event.data));
    },
    saved: () => api.getState(),
    save: (state) => api.setState(state),
  };
}
