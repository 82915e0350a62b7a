import { describe, expect, it } from 'vitest';
import { firstText, laterText, toJson as asObject, toText } from '../../src/cli/report.ts';
import type { AskResult, Evidence } from '../../src/contract/index.ts';
import { linesPlace } from '../../src/text/index.ts';

/** As it is printed. */
const toJson = (...report: Parameters<typeof asObject>): unknown =>
  JSON.parse(JSON.stringify(asObject(...report)));

const evidence = (over: Partial<Evidence> = {}): Evidence => ({
  root: 0,
  path: 'a.ts',
  startLine: 3,
  endLine: 4,
  place: linesPlace(over.startLine ?? 3, over.endLine ?? 4),
  score: 0.25,
  text: 'one\ntwo',
  ...over,
});

const result = (over: Partial<AskResult> = {}): AskResult => ({
  question: 'Who?',
  strategy: 'heads',
  model: 'tiny',
  finding: 'clear',
  answer: {
    text: 'Me. [1]',
    writer: 'tiny',
    citations: [{ marker: '[1]', starts: [4], evidence: 0 }],
    unsupported: [],
  },
  evidence: [evidence()],
  coverage: { files: 1, tokens: 9, windows: 1, remembered: 0, complete: true, skipped: [] },
  timing: { firstEvidenceMs: 5, bestEvidenceMs: 9, firstAnswerMs: null, totalMs: 1234, tokensPerSecond: 7 },
  cancelled: false,
  ...over,
});

describe('a first answer', () => {
  const { answer, evidence: pieces } = result();
  const first = { finding: 'clear', answer, evidence: pieces, tokens: 8200, tokensTotal: 484_000 } as const;
  const same = { answer: false, best: false, added: 0, removed: 0 };
  const later = (over: Partial<AskResult>) =>
    laterText(result({ first, revision: same, ...over }), undefined);
  const part = { ...result().coverage, complete: false };

  it('is printed with its evidence and how much was read', () => {
    const text = firstText(first, undefined);
    expect(text).toMatch(
      /most promising 2 % of the text[^]*\[1\] a\.ts:3-4[^]*Me\. \[1\][^]*This is the first answer/,
    );
    const little = firstText({ ...first, tokensTotal: 100_000_000 }, undefined);
    expect(little).toContain('most promising 1 % of');
  });

  it('is said to stand, and why no more was read', () => {
    expect(later({})).toMatch(
      /^\nThe rest has been read; the answer above stands\.\nRead 1 file, 9 tokens; 1\.2 s\.\n$/,
    );
    expect(later({ cancelled: true, coverage: part })).toContain('Stopped; the answer above stands');
    const settled = later({ coverage: { ...part, ended: 'settled', unreadTokens: 400 } });
    expect(settled).toContain('about 400 tokens were not read. Ask with --wait');
    expect(settled).not.toContain('Evidence');
    const clear = later({ coverage: { ...part, ended: 'clear', unreadTokens: 400 } });
    expect(clear).toContain('answers clearly, so no more was read; about 400 tokens were not read.');
  });

  it('is followed by all that is different in the end', () => {
    const revised = later({ revision: { answer: true, best: true, added: 2, removed: 1 } });
    expect(revised).toMatch(
      /^\nThe answer is revised: 2 pieces are new, and another one is the best\.\n[^]*Evidence, best first[^]*Answer, /,
    );
    expect(later({ revision: { ...same, best: true, added: 1 } })).toContain(
      'The answer stands, the evidence has changed: 1 piece is new',
    );
  });

  it('is in the JSON beside the last', () => {
    const printed = toJson(result({ first, revision: same }), undefined);
    expect(printed).toMatchObject({
      first: { finding: 'clear', answer: { text: 'Me. [1]' }, tokens: 8200, evidence: [{ path: 'a.ts' }] },
      revision: same,
    });
    expect(toJson(result(), undefined)).not.toHaveProperty('first');
  });
});

describe('the report for people', () => {
  it('says that nothing was found', () => {
    const text = toText(
      result({ evidence: [], answer: { text: '', writer: 'none', citations: [], unsupported: [] } }),
      undefined,
    );
    expect(text).toContain('Nothing was found');
    expect(text).not.toContain('Answer');
  });

  it('names the sentences that nothing supports', () => {
    const unsupported = [{ text: 'Elephants built it.', start: 4 }];
    const answer = { text: 'Me. Elephants built it.', writer: 'tiny', citations: [], unsupported };
    expect(toText(result({ answer }), undefined)).toMatch(/do not rely on it:\n {4}Elephants built it\./);
  });

  it('calls only a small model small', () => {
    const own = { ...result().answer, isSmall: true };
    expect(toText(result({ answer: own }), undefined)).toContain(
      'written by tiny (a small model: check it against',
    );
    const answer = { ...result().answer, writer: 'large (host)' };
    expect(toText(result({ answer }), undefined)).toContain('written by large (host) (check it against');
  });

  it('says which files were read under a guess, and the way to name another encoding', () => {
    const file = (path: string, encoding: string) => ({ root: 0, path, encoding });
    const guessed = [file('a.java', 'gbk'), file('b\n.java', 'gbk'), file('c', 'gbk'), file('d', 'eucjp')];
    const read = result({ coverage: { ...result().coverage, guessed } });
    expect(toText(read, undefined)).toContain(
      'Read as gbk by guess: a.java, b\uFFFD.java (1 more); --encoding names another.\n' +
        'Read as eucjp by guess: d; --encoding names another.\n',
    );
    expect(toJson(read, undefined)).toHaveProperty(
      'coverage.guessed',
      guessed.map(({ path, encoding }) => ({ path, encoding })),
    );
    expect(toJson(result(), undefined)).not.toHaveProperty('coverage.guessed');
  });

  it('says that an answer is a quotation, and why', () => {
    const quoted = { ...result().answer, quoted: true } as const;
    expect(toText(result({ answer: quoted }), undefined)).toContain(
      'Answer, quoted from the evidence (it supports too little of what tiny, a small model, wrote):\n',
    );
    expect(toJson(result({ answer: quoted }), undefined)).toHaveProperty('answer.quoted', true);
    expect(toJson(result(), undefined)).not.toHaveProperty('answer.quoted');
  });

  it('says why there is no answer, or not all of it', () => {
    const failure = 'The server said\u001b[2J no.';
    const none = { text: '', writer: 'none', citations: [], unsupported: [], failure };
    const text = toText(result({ answer: none }), undefined);
    expect(text).toContain('The answer was not written: The server said\uFFFD[2J no.\n');
    expect(text).toContain('[1] a.ts:3-4');
    const partial = toText(result({ answer: { ...result().answer, failure } }), undefined);
    expect(partial).toMatch(/Me\. \[1\]\n\nThe answer is not complete: The server said/);
    expect(toJson(result({ answer: none }), undefined)).toMatchObject({ answer: { failure } });
    expect(toJson(result(), undefined)).not.toHaveProperty('answer.failure');
  });

  it('lets no control character of a file reach the terminal', () => {
    const nasty = 'a\u001b[2Jb\u0007c\rd\u009be\u202ef';
    const text = toText(result({ evidence: [evidence({ path: `p\u001bq.txt`, text: nasty })] }), undefined);
    expect(text).toContain('a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFDf');
    expect(text).toContain('p\uFFFDq.txt:3-4');
  });

  it.each(['\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029', '\u{E0041}', '\u00AD', '\u200B'])(
    'keeps a name with %j on one line that shows all of it',
    (character) => {
      const path = `a${character}[2] b`;
      const signature = { line: 1, place: linesPlace(1), text: `f${character}g` };
      const roots = ['/x/one', `/y/t${character}wo`];
      const text = toText(result({ evidence: [evidence({ root: 1, path, signature })] }), roots);
      expect(text).toContain('[1] t\uFFFDwo/a\uFFFD[2] b:3-4  score 0.250\n    1  f\uFFFDg\n       …\n');
    },
  );

  it('shows in which function the lines stand, between the place and the lines', () => {
    const signature = { line: 40, place: linesPlace(40), text: 'function walk(\u001b[2J' };
    const inside = evidence({ startLine: 50, endLine: 51, place: linesPlace(50, 51), signature });
    const text = toText(result({ evidence: [inside, evidence()] }), undefined);
    expect(text).toContain(
      '[1] a.ts:50-51  score 0.250\n    40  function walk(\uFFFD[2J\n        …\n    50  one\n    51  two\n\n' +
        '[2] a.ts:3-4  score 0.250\n    3  one\n    4  two\n\n',
    );
  });

  it('shortens long lists, and counts what it leaves out', () => {
    const many = Array.from({ length: 11 }, (_, i) => evidence({ path: `f${i}.ts` }));
    expect(toText(result({ evidence: many }), undefined)).toContain('and 3 more spans');
  });

  it('shows a long span around its best line, marks that, and counts what it leaves out', () => {
    const text = Array.from({ length: 40 }, (_, i) => `line ${i + 3}.`).join('\n');
    const long = evidence({ endLine: 42, text, bestLine: 40, bestColumn: 1 });
    const shown = toText(result({ evidence: [long] }), undefined);
    expect(shown).toContain('      … 16 more lines above\n    19  line 19.\n');
    expect(shown).toContain('\n  > 40  line 40.\n    41  line 41.\n    42  line 42.\n\n');
    const early = toText(result({ evidence: [{ ...long, bestLine: 3 }] }), undefined);
    expect(early).toContain('  >  3  line 3.\n');
    expect(early).toContain('    26  line 26.\n        … 16 more lines below\n');
  });

  it('shows of a long line what stands around its best column', () => {
    const [left, right] = [[1, 600] as const, [90_001, 90_600] as const];
    const text = `${'a'.repeat(600)} … ${'b'.repeat(300)}HERE${'b'.repeat(296)} …`;
    const long = evidence({ endLine: 3, text, bestLine: 3, bestColumn: 90_301 });
    const shown = toText(
      result({ evidence: [{ ...long, cuts: [{ line: 3, columns: [left, right] }] }] }),
      undefined,
    );
    expect(shown).toMatch(/^ {2}> 3 {2}… b{75}HEREb{221} …$/m);
  });

  it('shows of a long text that was taken out of a line what stands around its best place', () => {
    const text = `${'a'.repeat(600)} … ${'b'.repeat(300)}HERE${'b'.repeat(296)} …`;
    const taken = evidence({ endLine: 3, text, bestLine: 3, bestOffset: 903 });
    expect(toText(result({ evidence: [taken] }), undefined)).toMatch(/^ {2}> 3 {2}… b{75}HEREb{221} …$/m);
    expect(toJson(result({ evidence: [taken] }), undefined)).not.toHaveProperty('evidence.0.bestColumn');
  });

  it('names cells of notebooks, and numbers lines as the cell does', () => {
    const inCell = (lines?: { readonly startLine: number; readonly endLine: number }) =>
      evidence({ path: 'a.ipynb', startLine: 21, endLine: 22, place: { kind: 'cell', cell: 2, lines } });
    const text = toText(result({ evidence: [inCell({ startLine: 9, endLine: 10 }), inCell()] }), undefined);
    expect(text).toContain('[1] a.ipynb, cell 2, lines 9-10  score 0.250\n     9  one\n    10  two\n\n');
    expect(text).toContain('[2] a.ipynb, cell 2  score 0.250\n      one\n      two\n\n');
  });

  it('prints the places that were asked for, one a line, and counts the rest', () => {
    const places = Array.from({ length: 12 }, (_, i) => ({
      root: 0,
      path: `w${i}.py`,
      line: 5,
      place: linesPlace(5),
      text: 'LIMIT = env("LIMIT")\u001b',
      evidence: i % 2,
    }));
    const quoted = { ...result().answer, quoted: true } as const;
    const asked = result({ places, answer: quoted, evidence: [evidence(), evidence(), evidence()] });
    const text = toText(asked, undefined);
    expect(text.match(/^w\d+\.py:5 {2}LIMIT = env\("LIMIT"\)\uFFFD$/gm)).toHaveLength(12);
    expect(text).toContain('12 places; 1 more span fits less clearly (all of them with --json).\n');
    expect(text).not.toContain('Answer');
    expect(toJson(asked, undefined)).toMatchObject({
      places: [{ path: 'w0.py', line: 5, evidence: 0 }, ...Array<object>(11).fill({})],
    });
    expect(toJson(result(), undefined)).not.toHaveProperty('places');
  });

  it('names the other places of a text', () => {
    const otherPlaces = Array.from({ length: 6 }, (_, i) => ({
      root: 0,
      path: `b${i}.ts`,
      startLine: 7,
      endLine: 8,
      place: linesPlace(7, 8),
    }));
    const shown = result({ evidence: [evidence({ otherPlaces })] });
    expect(toText(shown, undefined)).toContain(
      'score 0.250\n    also in b0.ts:7-8, b1.ts:7-8, b2.ts:7-8, b3.ts:7-8 and 2 more\n    3  one\n',
    );
    const [first] = (toJson(shown, ['/x/one', '/x/two']) as { evidence: Evidence[] }).evidence;
    expect(first!.otherPlaces![5]).toEqual({
      path: 'one/b5.ts',
      startLine: 7,
      endLine: 8,
      place: linesPlace(7, 8),
    });
  });

  it('says that it is partial, what was skipped and why', () => {
    const skipped = [
      { root: 0, path: 'a.png', reason: 'binary' as const },
      { root: 0, path: 'b.png', reason: 'binary' as const },
    ];
    const coverage = { files: 1, tokens: 9, windows: 1, remembered: 0, complete: false, skipped };
    const text = toText(result({ cancelled: true, coverage }), undefined);
    expect(text).toContain('Partial');
    expect(text).toContain('Read 1 file, 9 tokens, skipped 2 binary; 1.2 s.');
  });
});

describe('what was not read', () => {
  const notRead = ['a\u001b[2J.md (9 KB): larger than the limit of 2 KB; to read, --max-file-size 9'];
  const coverage = { files: 1, tokens: 9, windows: 1, remembered: 0, complete: false, skipped: [], notRead };
  const line = 'Not read:\n    a\uFFFD[2J.md (9 KB): larger than the limit';

  it('stands above the evidence unless that is clear', () => {
    const weak = toText(result({ finding: 'weak', coverage, evidence: [evidence()] }), undefined);
    expect(weak.indexOf(line)).toBeGreaterThan(-1);
    expect(weak.indexOf(line)).toBeLessThan(weak.indexOf('[1] a.ts'));
    const clear = toText(result({ finding: 'clear', coverage, evidence: [evidence()] }), undefined);
    expect(clear.indexOf(line)).toBeGreaterThan(clear.indexOf('[1] a.ts'));
    expect(clear.split('Not read:')).toHaveLength(2);
  });

  it('is in the JSON with size and original', () => {
    const skipped = [
      { root: 0, path: 'a.md', reason: 'tooLarge' as const, sizeBytes: 9000 },
      { root: 0, path: 'b.md', reason: 'copy' as const, of: { root: 0, path: 'c.md' } },
    ];
    expect(toJson(result({ coverage: { ...coverage, skipped } }), undefined)).toMatchObject({
      coverage: {
        skipped: [
          { path: 'a.md', reason: 'tooLarge', sizeBytes: 9000 },
          { path: 'b.md', reason: 'copy', of: 'c.md' },
        ],
      },
    });
  });
});

describe('the JSON', () => {
  it('has a signature only where there is one', () => {
    const signature = { line: 1, place: linesPlace(1), text: 'function walk() {' };
    const json = toJson(result({ evidence: [evidence({ signature }), evidence()] }), undefined);
    const item = {
      path: 'a.ts',
      startLine: 3,
      endLine: 4,
      place: linesPlace(3, 4),
      score: 0.25,
      text: 'one\ntwo',
    };
    expect((JSON.parse(JSON.stringify(json)) as { evidence: object[] }).evidence).toEqual([
      { ...item, signature },
      item,
    ]);
  });

  it('says what a score is made of, and which rules moved the line', () => {
    const parts = { attention: 0.5, keywords: 1 };
    const reasons = [{ rule: 'definition', factor: 2.5 }] as const;
    const json = toJson(result({ evidence: [evidence({ parts, reasons }), evidence()] }), undefined);
    expect(json).toHaveProperty('evidence.0.parts', parts);
    expect(json).toHaveProperty('evidence.0.reasons', reasons);
    expect(json).not.toHaveProperty('evidence.1.reasons');
  });

  it('begins paths with the name of their root when there are several', () => {
    const skipped = [{ root: 1, path: 'a.png', reason: 'binary' as const }];
    const json = toJson(
      result({
        evidence: [evidence({ root: 1, path: 'sub/a.ts' })],
        coverage: { files: 1, tokens: 9, windows: 1, remembered: 0, complete: true, skipped },
      }),
      ['/x/first', '/y/second'],
    );
    expect(json).toMatchObject({
      evidence: [{ path: 'second/sub/a.ts' }],
      coverage: { skipped: [{ path: 'second/a.png' }] },
    });
  });
});
