/** The writer that asks a server, against a stand-in that speaks the real protocol, faults included. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { EndpointWriter, WriterError, type EndpointOptions } from '../../src/writers/index.ts';
import {
  breaksAfter,
  data,
  deadUrl,
  DONE,
  fallsSilentAfter,
  KEY,
  MODEL,
  piece,
  refuses,
  sends,
  StandIn,
  streams,
} from './standIn.ts';
import { linesPlace } from '../../src/text/index.ts';

const evidence = [
  { path: 'README.md', place: linesPlace(3, 4), text: 'The archive key hangs behind the blue door.' },
  { path: 'src/a.ts', place: linesPlace(7, 7), text: 'const fence = "```";' },
];
const question = 'Where does the archive key hang?';

let server: StandIn;
beforeAll(async () => {
  server = await StandIn.start();
});
afterAll(() => server.close());
beforeEach(() => {
  server.behaviour = streams(['It hangs ', 'there. [1]']);
  server.key = undefined;
  server.received.length = 0;
});

interface Written {
  /** The whole text, as far as it came. How many pieces came at once depends on the network. */
  readonly text: string | undefined;
  readonly error: unknown;
}

async function write(options: Partial<EndpointOptions> = {}, signal?: AbortSignal): Promise<Written> {
  let text: string | undefined;
  const writer = new EndpointWriter({ ...server.endpoint, ...options });
  try {
    for await (text of writer.write(question, evidence, signal ?? new AbortController().signal));
    return { text, error: undefined };
  } catch (error) {
    return { text, error };
  }
}

/** The message of the failure, which has to be one that we wrote. */
async function failure(options: Partial<EndpointOptions> = {}): Promise<string> {
  const { error } = await write(options);
  expect(error).toBeInstanceOf(WriterError);
  return (error as WriterError).message;
}

describe('what is sent', () => {
  it('is the question and the numbered lines, and no more', async () => {
    expect(await write()).toEqual({ text: 'It hangs there. [1]', error: undefined });
    const [{ body, headers, path }] = server.received as [(typeof server.received)[0]];
    expect(path).toBe('/v1/chat/completions');
    expect(headers.authorization).toBeUndefined();
    expect(Object.keys(body).sort()).toEqual(['messages', 'model', 'stream', 'temperature']);
    expect(body).toMatchObject({ model: MODEL, temperature: 0, stream: true });
    expect(body.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(body.messages[0]!.content).toMatch(/from nothing else/);
    expect(body.messages[1]!.content).toBe(
      '[1] README.md:3-4\n```\nThe archive key hangs behind the blue door.\n```\n\n' +
        '[2] src/a.ts:7-7\n````\nconst fence = "```";\n````\n\n' +
        `Question: ${question}`,
    );
  });

  it('has the key where there is one', async () => {
    server.key = KEY;
    expect((await write({ apiKey: ` ${KEY}\n` })).error).toBeUndefined();
    expect(server.received[0]!.headers.authorization).toBe(`Bearer ${KEY}`);
  });

  it('goes to the same place with and without a slash at the end', async () => {
    expect((await write({ url: `${server.url}//` })).text).toBe('It hangs there. [1]');
  });

  it('names model and host as the author', () => {
    expect(new EndpointWriter(server.endpoint).name).toBe(`${MODEL} (${server.host})`);
  });
});

describe('a stream', () => {
  it('is told of piece by piece', async () => {
    let goOn: () => void = () => undefined;
    const told = new Promise<void>((resolve) => (goOn = resolve));
    server.behaviour = async (response, received) => {
      await sends([piece('It ')], false)(response, received);
      await told;
      response.end(piece('hangs.') + piece('', 'stop') + DONE);
    };
    const texts: string[] = [];
    const writer = new EndpointWriter(server.endpoint);
    for await (const text of writer.write(question, evidence, new AbortController().signal)) {
      texts.push(text);
      goOn();
    }
    expect(texts).toEqual(['It ', 'It hangs.']);
  });

  it('may be as slow as it likes, as long as something comes', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const words = ['It ', 'hangs ', 'behind ', 'the door.'];
      let send: () => void = () => undefined;
      server.behaviour = (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        send = () => {
          const word = words.shift();
          if (word === undefined) response.end(DONE);
          else response.write(piece(word));
        };
        send();
      };
      const writer = new EndpointWriter({ ...server.endpoint, silenceMs: 1000 });
      let last = '';
      for await (last of writer.write(question, evidence, new AbortController().signal)) {
        vi.advanceTimersByTime(800);
        send();
      }
      expect(last).toBe('It hangs behind the door.');
    } finally {
      vi.useRealTimers();
    }
  });

  it('may end its lines with CR LF, also between two packets', async () => {
    const events = [piece('It '), piece('hangs.'), piece('', 'stop'), DONE].join('').replaceAll('\n', '\r\n');
    const cut = events.indexOf('\r\n\r\n') + 1;
    server.behaviour = sends([events.slice(0, cut), events.slice(cut)]);
    expect((await write()).text).toBe('It hangs.');
  });

  it('may be cut anywhere, in the middle of a character too', async () => {
    const bytes = Buffer.from(piece('外事不决可问周瑜 🔑.') + piece('', 'stop') + DONE);
    server.behaviour = sends(
      Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7)),
    );
    expect(await write()).toEqual({ text: '外事不决可问周瑜 🔑.', error: undefined });
  });

  it('may have comments, empty events and other fields in between', async () => {
    server.behaviour = sends([
      ': keep-alive\n\n',
      `: ping\nretry: 10\nid: 7\nevent: message\n${piece('It ')}`,
      'data:\n\n',
      data({ choices: [], usage: { total_tokens: 3 } }),
      data({ choices: [{ index: 0, delta: {}, finish_reason: null }] }),
      data({
        choices: [{ index: 0, delta: { content: null, reasoning_content: 'Hm.' }, finish_reason: null }],
      }),
      piece('hangs.'),
      piece('', 'stop'),
      DONE,
    ]);
    expect(await write()).toEqual({ text: 'It hangs.', error: undefined });
  });

  it('may end without a reason when it says that it is done', async () => {
    server.behaviour = sends([piece('It hangs.'), DONE]);
    expect(await write()).toEqual({ text: 'It hangs.', error: undefined });
  });

  it('may begin with what the model thought, which is no part of the answer', async () => {
    server.behaviour = streams(['<thi', 'nk>Let me see [2].', '</think>\n\nIt ', 'hangs.']);
    expect((await write()).text).toBe('It hangs.');
  });

  it('may be no stream at all', async () => {
    server.behaviour = (response) => {
      const choice = {
        index: 0,
        message: { role: 'assistant', content: 'It hangs.' },
        finish_reason: 'stop',
      };
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify({ object: 'chat.completion', choices: [choice] }));
    };
    expect(await write()).toEqual({ text: 'It hangs.', error: undefined });
  });
});

describe('a failure says what to do', () => {
  it('when nothing listens', async () => {
    const url = await deadUrl();
    expect(await failure({ url })).toMatch(/Nothing answers at http.*Is the server running/);
    expect(await failure({ url })).toContain(url);
  });

  it('when the host is not known', async () => {
    expect(await failure({ url: 'http://no-such-host.invalid/v1' })).toMatch(/host of .* was not found/);
  });

  it('when the key is wrong, which is not repeated', async () => {
    server.key = KEY;
    const message = await failure({ apiKey: 'sk-wrong-987' });
    expect(message).toMatch(
      /refused the key \(401: Incorrect API key provided: Bearer …\)\. Set the right one/,
    );
    expect(message).not.toContain('sk-wrong-987');
  });

  it('and does not repeat the key in an error of the stream', async () => {
    server.behaviour = sends([piece('It '), data({ error: `bad key ${KEY}` })]);
    expect(await failure({ apiKey: KEY })).toBe('The server told of an error: bad key …');
  });

  it('when the key cannot be one', async () => {
    expect(await failure({ apiKey: 'sk-1\r\nhost: other' })).toMatch(/key .* Set it again/);
    expect(server.received).toEqual([]);
  });

  it('when the model is not there', async () => {
    const message = await failure({ model: 'large' });
    expect(message).toMatch(/does not know the model “large”.*404: model "large" not found.*ollama list/);
    expect(message).toContain(`${server.url}/models lists`);
  });

  it('when no model is named', async () => {
    expect(await failure({ model: ' ' })).toMatch(/No model is named.*infiniask\.endpoint\.model/);
  });

  it('when the address is not that of the interface', async () => {
    expect(await failure({ url: `http://${server.host}` })).toMatch(
      /404: 404 page not found.*ends with \/v1/,
    );
  });

  it.each([
    [400, /refused the request \(400: why\).*keep less evidence/],
    [403, /refused the key \(403: why\)/],
    [429, /\(429: why\)\. Wait, then ask again/],
    [500, /failed \(500: why\)\. Its log/],
    [503, /failed \(503: why\)/],
  ])('when the status is %i', async (status, message) => {
    server.behaviour = refuses(status, 'why');
    expect(await failure()).toMatch(message);
  });

  it('and does not repeat a page of HTML or control characters', async () => {
    server.behaviour = (response) => void response.writeHead(502).end('<html>Bad gateway</html>');
    expect(await failure()).toMatch(/failed \(502\)\./);
    server.behaviour = (response) => void response.writeHead(500).end('{"error":"a\\u001b[2Jb\\n\\u202ec"}');
    expect(await failure()).toMatch(/\(500: a\uFFFD\[2Jb \uFFFDc\)/);
  });

  it.each(['ftp://127.0.0.1/v1', 'file:///etc/passwd', 'localhost:11434/v1'])(
    'when the URL is %s',
    async (url) => {
      expect(await failure({ url })).toMatch(/begins with http/);
    },
  );

  it.each(['', '127.0.0.1:11434', 'not a url'])('when the URL is none: “%s”', async (url) => {
    expect(await failure({ url })).toMatch(/is no URL\. It looks like/);
  });

  it('when the URL has a password, which is not repeated', async () => {
    const message = await failure({ url: `http://me:secret@${server.host}/v1` });
    expect(message).toMatch(/must not contain a password/);
    expect(message).not.toContain('secret');
  });

  it('when it redirects: neither key nor lines go to the other host', async () => {
    const other = await StandIn.start();
    server.behaviour = (response) =>
      void response.writeHead(307, { location: `${other.url}/chat/completions` }).end();
    const message = await failure({ apiKey: KEY });
    expect(message).toContain(`redirects to http://${other.host}, which was not followed`);
    expect(other.received).toEqual([]);
    await other.close();
  });

  it('when what comes is no stream of completions', async () => {
    server.behaviour = sends(['data: {"choices":[{"delta"\n\n']);
    expect(await failure()).toMatch(/no chat completion \(“\{"choices":\[\{"delta"”\)/);
    server.behaviour = (response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).end('{"hello":1}');
    expect(await failure()).toMatch(/no chat completion/);
    server.behaviour = (response) =>
      void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome</html>');
    expect(await failure()).toMatch(/ended the connection before the answer was complete/);
  });

  it('when the model writes nothing', async () => {
    server.behaviour = streams(['<think>Hm.</think>']);
    expect(await failure()).toBe(`${MODEL} (${server.host}) wrote nothing. Try another model.`);
  });

  it('when the server says nothing', async () => {
    server.behaviour = () => undefined;
    expect(await failure({ silenceMs: 50 })).toMatch(/said nothing for 0\.05 seconds/);
  });
});

describe('what was written before a failure stands', () => {
  it.each([
    ['the connection breaks', breaksAfter(['It ', 'hangs ']), /ended the connection before/],
    ['the stream ends', sends([piece('It '), piece('hangs ')]), /ended the connection before/],
    ['the JSON is broken', sends([piece('It '), piece('hangs '), 'data: {"a\n\n']), /no chat completion/],
    [
      'the server tells of an error',
      sends([piece('It '), piece('hangs '), data({ error: { message: 'out of memory' } }), DONE]),
      /told of an error: out of memory/,
    ],
    [
      'a server of old tells of an error',
      sends([piece('It '), piece('hangs '), 'error: {"code":400,"message":"context full"}\n\n', DONE]),
      /told of an error: context full/,
    ],
    ['its limit is reached', sends([piece('It '), piece('hangs ', 'length'), DONE]), /limit of tokens/],
    [
      'an event has no end',
      sends([piece('It '), piece('hangs '), `data: ${'x'.repeat(2_000_000)}`]),
      /an event without end/,
    ],
  ])('when %s', async (_, behaviour, message) => {
    server.behaviour = behaviour;
    const { text, error } = await write();
    expect(text).toBe('It hangs ');
    expect((error as Error).message).toMatch(message);
  });

  it('when an event of the same packet fails', async () => {
    server.behaviour = sends([`${piece('It ')}${piece('hangs ')}data: {"a\n\n`]);
    expect((await write()).text).toBe('It hangs ');
  });

  it('when the server falls silent', async () => {
    server.behaviour = fallsSilentAfter(['It ', 'hangs ']);
    const { text, error } = await write({ silenceMs: 1500 });
    expect(text).toBe('It hangs ');
    expect((error as Error).message).toMatch(/said nothing/);
  });

  it('when the model does not come to an end', async () => {
    server.behaviour = sends(Array.from({ length: 60 }, () => piece('x'.repeat(1000))));
    const { text, error } = await write();
    expect((error as Error).message).toMatch(/did not come to an end/);
    expect(text!.length).toBeLessThan(60_000);
  });
});

describe('cancelling', () => {
  it('ends the writing and the request, without an error', async () => {
    const closed = new Promise((resolve) => {
      server.behaviour = async (response, received) => {
        response.once('close', resolve);
        await fallsSilentAfter(['It '])(response, received);
      };
    });
    const cancel = new AbortController();
    const texts: string[] = [];
    for await (const text of new EndpointWriter(server.endpoint).write(question, evidence, cancel.signal)) {
      texts.push(text);
      cancel.abort();
    }
    expect(texts).toEqual(['It ']);
    await closed;
  });

  it('sends nothing when it comes first', async () => {
    expect(await write({}, AbortSignal.abort())).toEqual({ text: undefined, error: undefined });
    expect(server.received).toEqual([]);
  });
});
