/** Who writes, on the command line. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { temporaryFolders } from '../engine/setting.ts';
import { breaksAfter, deadUrl, fallsSilentAfter, KEY, MODEL, StandIn, streams } from '../writers/standIn.ts';
import { infiniask, type Printed } from './command.ts';

const temporary = temporaryFolders();
const library = temporary({
  'README.md': '# Library\n\nThe reading room opens at nine.\nThe archive key hangs behind the blue door.\n',
});
const QUESTION = 'Where does the archive key hang?';
const ANSWER = 'The archive key hangs behind the blue door [1].';

let server: StandIn;
beforeAll(async () => {
  server = await StandIn.start();
});
afterAll(async () => {
  delete process.env['INFINIASK_ENDPOINT_KEY'];
  await server.close();
});
beforeEach(() => {
  server.behaviour = streams([ANSWER]);
  server.key = undefined;
  server.received.length = 0;
  delete process.env['INFINIASK_ENDPOINT_KEY'];
});

const endpoint = (url = server.url): string[] => [
  ...['--writer', 'endpoint', '--endpoint', url],
  ...['--endpoint-model', MODEL, QUESTION, library],
];

describe('--writer endpoint', () => {
  it('has the server write, with the key of the environment', async () => {
    server.key = KEY;
    process.env['INFINIASK_ENDPOINT_KEY'] = KEY;
    const { code, stdout, stderr } = await infiniask(['--json', ...endpoint()]);
    expect(code, stderr).toBe(0);
    const { answer } = JSON.parse(stdout) as Printed;
    expect(answer).toEqual({
      text: ANSWER,
      writer: `${MODEL} (${server.host})`,
      citations: [{ marker: '[1]', evidence: 0 }],
    });
    expect(stdout + stderr).not.toContain(KEY);
  });

  it('prints who wrote', async () => {
    const { code, stdout } = await infiniask(endpoint());
    expect(code).toBe(0);
    expect(stdout).toContain(
      `Answer, written by ${MODEL} (${server.host}) (check it against the evidence):\n    ${ANSWER}\n`,
    );
  });

  it('that fails prints the evidence and why there is no answer, and is no error', async () => {
    const url = await deadUrl();
    const ended = await infiniask(endpoint(url));
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/README\.md:\d-4/);
    expect(ended.stdout).toContain(`The answer was not written: Nothing answers at ${url}`);
    server.key = KEY;
    const json = await infiniask(['--json', ...endpoint()]);
    expect(json.code).toBe(0);
    const { answer, evidence } = JSON.parse(json.stdout) as Printed;
    expect(evidence[0]).toMatchObject({ path: 'README.md', endLine: 4 });
    expect(answer).toMatchObject({ text: '', writer: 'none', citations: [] });
    expect(answer.failure).toMatch(/refused the key \(401.*INFINIASK_ENDPOINT_KEY/);
  });

  it('that breaks off prints what was written and that it is not all', async () => {
    server.behaviour = breaksAfter([ANSWER]);
    const { stdout } = await infiniask(endpoint());
    expect(stdout).toContain(`    ${ANSWER}\n`);
    expect(stdout).toMatch(/The answer is not complete: The server at .* ended the connection/);
  });

  it('is interrupted by Ctrl+C', async () => {
    server.behaviour = fallsSilentAfter([ANSWER]);
    const asked = server.received;
    const ended = infiniask(endpoint(), (_, interrupt) => {
      const wait = setInterval(() => {
        if (asked.length === 0) return;
        clearInterval(wait);
        interrupt();
      }, 20);
    });
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toMatch(/README\.md:\d-4/);
  });
});

describe('wrong usage is refused before anything is read', () => {
  it.each([
    [['--writer', 'editor'], /language models of an editor.*extension only/],
    [['--writer', 'me'], /no model called "me".*\n.*embedded, endpoint or none/],
    [['--writer', 'endpoint'], /needs --endpoint-model NAME.*http:\/\/127\.0\.0\.1:11434\/v1\/models/],
    [['--writer', 'endpoint', '--endpoint-model', 'm', '--endpoint', 'ftp://a/v1'], /begins with http/],
    [['--writer', 'endpoint', '--endpoint-model', 'm', '--endpoint', 'here'], /is no URL/],
  ])('%j', async (args, message) => {
    const { code, stdout, stderr } = await infiniask([...args, QUESTION, library]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('Found');
  });
});
