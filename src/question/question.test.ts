import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOf } from './frames.ts';
import { focusOf, keywordsOf, namedLines, partsOf } from './index.ts';
import { withoutValues } from './values.ts';

/** Counts words where a model counts tokens. */
const options = {
  weightOf: () => 1,
  tokensOf: (text: string) => text.split(/\s+/).filter((word) => word !== '').length,
  maxTokens: 40,
};

const python = [
  'Why does the export stop here?',
  'Traceback (most recent call last):',
  '  File "/opt/app/main.py", line 40, in run',
  '    export(order)',
  '  File "/usr/lib/python3.11/json/__init__.py", line 231, in dumps',
  '    return encode(obj)',
  '  File "/opt/app/shop/export.py", line 7, in export',
  '    raise StockError(f"no stock for {order.id}")',
  'shop.errors.StockError: no stock for 48213 (retry 3 of 5)',
].join('\n');

describe('frameOf', () => {
  it.each([
    ['  File "a/x.py", line 12, in f', 'a/x.py', 12, 'f'],
    ['\tat org.shop.Stock.take(Stock.java:88)', 'org/shop/Stock.java', 88, 'org.shop.Stock.take'],
    ['\tat app//org.shop.Stock$Inner.take(Stock.kt:8)', 'org/shop/Stock.kt', 8, 'org.shop.Stock$Inner.take'],
    ['    at Stock.take (/srv/src/stock.ts:10:5)', '/srv/src/stock.ts', 10, 'Stock.take'],
    ['    at async load (file:///srv/load.mjs:3:1)', '/srv/load.mjs', 3, 'load'],
    ['    at /srv/src/stock.js:10:5', '/srv/src/stock.js', 10, ''],
    ['take@http://localhost:80/js/stock.js:4:2', '/js/stock.js', 4, 'take'],
    [
      '   at Shop.Stock.Take(String id) in C:\\shop\\Stock.cs:line 31',
      'C:/shop/Stock.cs',
      31,
      'Shop.Stock.Take',
    ],
    ['\t/srv/shop/stock.go:31 +0x1d', '/srv/shop/stock.go', 31, ''],
    ['             at ./src/stock.rs:4:5', './src/stock.rs', 4, ''],
    ["\tfrom app/stock.rb:12:in `take'", 'app/stock.rb', 12, 'take'],
    ['#0 /var/www/Stock.php(12): Stock->take()', '/var/www/Stock.php', 12, 'Stock->take'],
    ['#1  0x00005555 in take (id=3) at src/stock.c:77', 'src/stock.c', 77, 'take'],
    ['    #2 0x4f1 in take /src/stock.cpp:77:9', '/src/stock.cpp', 77, 'take'],
  ])('reads %s', (text, path, line, name) => {
    expect(frameOf(text)?.frame).toMatchObject({ path, line, name, isForeign: false });
  });

  it.each([
    '  at java.base/java.lang.Thread.run(Thread.java:833)',
    '    at f (/srv/node_modules/x/index.js:1:2)',
    '    at node:internal/main:1:2',
    '  File "/usr/lib/python3.11/site-packages/x.py", line 1, in f',
  ])('knows that %s is of others', (text) => {
    expect(frameOf(text)?.frame.isForeign).toBe(true);
  });

  it.each(['Where is the stock taken at 10:30?', 'at last (see page 3)', '# 12 things to do', ''])(
    'takes no sentence for a frame: %s',
    (text) => {
      expect(frameOf(text)).toBeUndefined();
    },
  );
});

describe('withoutValues', () => {
  it.each([
    ['no stock for 48213 after 30.5 ms', 'no stock for … after …'],
    ['2024-05-01T12:00:00,123Z connection to 10.0.0.7:5432 refused', '… connection to … refused'],
    ['job 3f2504e0-4f89-11d3-9a0c-0305e82c3301 at 0x7ffe12 lost', 'job … at … lost'],
    ["cannot open '/var/data/a b.txt'", 'cannot open …'],
    ['KeyError: (17, 70406, -3)', 'KeyError: (…)'],
    ["KeyError: 'order_id' is missing", "KeyError: 'order_id' is missing"],
    ['exit code 137, status 404, error E0382 in utf8', 'exit code 137, status 404, error E0382 in utf8'],
  ])('%s', (message, text) => {
    expect(withoutValues(message).text).toBe(text);
  });
});

describe('partsOf', () => {
  it('tells what asks, what failed and where, the innermost first', () => {
    const parts = partsOf(python);
    expect(parts.map(({ kind, depth }) => [kind, depth])).toEqual([
      ['asked', undefined],
      ['frame', 1],
      ['frame', 1],
      ['frame', 0],
      ['message', undefined],
    ]);
    expect(parts[3]!.text).toBe('export export.py raise StockError(f"no stock for {order.id}")');
    expect(parts[4]).toMatchObject({
      text: 'shop.errors.StockError: no stock for … (retry … of …)',
      values: ['48213', '3', '5'],
    });
  });

  it.each([
    ['Please tell me where the stock is counted.', 'asked'],
    ['I would like to know which of them is meant.', 'asked'],
    ['请问哪一段代码计算库存。', 'asked'],
    ['Please do not mind the late answer.', 'sentence'],
    ['I asked my neighbour.', 'sentence'],
  ])('knows whether this asks, with or without its sign: %s', (sentence, kind) => {
    expect(partsOf(`We have a shop. ${sentence}`)[1]).toMatchObject({ kind, text: sentence });
  });

  it('names frames as the code does, with what the own line calls', () => {
    const trace = [
      '\tat java.base/java.util.Optional.orElseThrow(Optional.java:377)',
      '\tat org.shop.stock.Stock.take(Stock.java:88)',
      '\tat org.shop.Order.lambda$takeAll$2(Order.java:12)',
    ];
    expect(partsOf(trace.join('\n')).map(({ text }) => text)).toEqual([
      'Optional.orElseThrow Optional.java',
      'Stock.take Stock.java orElseThrow',
      'Order.takeAll Order.java',
    ]);
  });

  it('leaves the numbers of an ordinary question', () => {
    const question = 'Which port listens on 8080? Error 404 is returned since version 2.1.';
    expect(partsOf(question)).toEqual([
      { kind: 'asked', text: 'Which port listens on 8080?', values: [] },
      { kind: 'sentence', text: 'Error 404 is returned since version 2.1.', values: [] },
    ]);
  });

  it('tells a log from a failure in it', () => {
    const log = '2024-05-01 12:00:00 INFO started\r\n2024-05-01 12:00:01 ERROR pump 7 stalled';
    expect(partsOf(log).map(({ kind, text }) => [kind, text])).toEqual([
      ['log', '… INFO started'],
      ['message', '… ERROR pump … stalled'],
    ]);
  });
});

describe('focusOf', () => {
  it('keeps what asks, the message and the innermost frames of a trace', () => {
    const focus = focusOf(partsOf(python), options);
    expect(focus).toContain('Why does the export stop here?');
    expect(focus).toContain('StockError: no stock for …');
    expect(focus).toContain('export export.py');
    expect(focus).not.toMatch(/dumps|48213/);
  });

  it('keeps the question of a long text, and of the rest what says most', () => {
    const chatter = 'We had a nice day and went home early. '.repeat(80);
    const text = `${chatter}The valve sticks when pressure drops. ${chatter}Where is the valve opened?`;
    const weightOf = (term: string): number => (/valv|pressur/.test(term) ? 3 : 0);
    const focus = focusOf(partsOf(text), { ...options, maxTokens: 12 });
    expect(focus).toContain('Where is the valve opened?');
    expect(focusOf(partsOf(text), { ...options, weightOf, maxTokens: 12 })).toBe(
      'The valve sticks when pressure drops.\nWhere is the valve opened?',
    );
  });

  it('cuts a sentence that is too long by itself', () => {
    const focus = focusOf(partsOf(`Where is ${'the valve '.repeat(100)}?`), options);
    expect(options.tokensOf(focus)).toBe(40);
  });
});

describe('keywordsOf', () => {
  it('counts values little and whole, and frames of others hardly', () => {
    const weighed = keywordsOf(partsOf(python));
    const of = (text: string) => weighed.find((part) => part.text.includes(text))!;
    expect(of('48213')).toMatchObject({ isWhole: true });
    expect(of('48213').weight).toBeLessThan(of('no stock for').weight / 2);
    expect(of('dumps').weight).toBeLessThan(of('run main.py').weight / 2);
    expect(of('Why does').weight).toBe(1);
  });

  it('counts frames the less the further out they are', () => {
    const names = ['innermost', 'middle', 'outermost'];
    const trace = names.map((name, i) => `    at ${name} (/srv/${name}.js:${i + 1}:1)`).join('\n');
    expect(keywordsOf(partsOf(trace)).map(({ weight }) => weight)).toEqual([1, 1 / 2, 1 / 3]);
  });

  it('counts a sentence the more the more it has of what is asked', () => {
    const weightsIn = (text: string): number[] => keywordsOf(partsOf(text)).map(({ weight }) => weight);
    const told = 'The valve sticks when pressure drops. The pump is new. We thank you.';
    const [valve, pump, thanks, asked] = weightsIn(
      `${told} Where is the valve of the pump under pressure opened?`,
    );
    expect([valve! < asked!, pump! < valve!, thanks! < pump!, thanks! > 0]).toEqual([true, true, true, true]);
    expect(new Set(weightsIn(told)).size).toBe(1);
  });
});

describe('namedLines', () => {
  it('finds the files of the frames by how their paths end', () => {
    const named = namedLines(partsOf(python), [
      'app/main.py',
      'shop/export.py',
      'old/export.py',
      'json/__init__.py',
    ]);
    expect([...named]).toEqual([
      ['app/main.py', [{ line: 40, weight: 1 / 2 }]],
      ['shop/export.py', [{ line: 7, weight: 1 }]],
    ]);
  });

  it('names no file by a name that many have', () => {
    const paths = ['a', 'b', 'c', 'd'].map((folder) => `${folder}/index.ts`);
    expect(namedLines(partsOf('    at f (/srv/index.ts:1:2)'), paths).size).toBe(0);
  });
});

describe('whatever is pasted', () => {
  const lines = fc.constantFrom(
    ...python.split('\n'),
    '```',
    '    at f (a:1:2)',
    '\t',
    '\r',
    '"\'"',
    '🦀?',
    '…',
  );
  const pasted = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.array(fc.oneof(lines, fc.string({ unit: 'binary' })), { maxLength: 40 }).map((all) => all.join('\n')),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  );

  it('is taken apart without loss of limits', () => {
    fc.assert(
      fc.property(pasted, fc.integer({ min: 1, max: 60 }), (text, maxTokens) => {
        const parts = partsOf(text);
        expect(options.tokensOf(focusOf(parts, { ...options, maxTokens }))).toBeLessThanOrEqual(maxTokens);
        const length = keywordsOf(parts).reduce((sum, part) => sum + part.text.length, 0);
        expect(length).toBeLessThanOrEqual(4 * text.length + 4);
        for (const part of parts) expect(part.text).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    'a'.repeat(100_000),
    '"'.repeat(100_000),
    '0123456789abcdef'.repeat(6_000),
    'a.'.repeat(50_000),
    '/a'.repeat(50_000),
    ' '.repeat(100_000) + 'x',
    '    at a (b'.repeat(9_000),
    'Error '.repeat(16_000),
    '1,'.repeat(50_000),
    '#0 a '.repeat(20_000),
    'مرحبا '.repeat(16_000),
  ])('of 100 kB ends', (text) => {
    const parts = partsOf(text);
    expect(options.tokensOf(focusOf(parts, options))).toBeLessThanOrEqual(40);
  });
});
