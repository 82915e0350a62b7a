import { describe, expect, it } from 'vitest';
import { bm25, inverseDocumentFrequency } from './bm25.ts';
import { emphasisOf, KeywordIndex } from './keywords.ts';
import type { KeywordQuery, NearnessOf } from './keywords.ts';
import { PackedSection } from './sections.ts';
import type { Section } from './sections.ts';
import { terms } from './terms.ts';

interface Line {
  readonly text: string;
  readonly file: number;
  /** Number of the passage in its section. */
  readonly passage: number;
}

/** Sections as given, with one segment for each line. */
function sectionsOf(...sections: readonly (readonly Line[])[]): Section[] {
  let position = 0;
  return sections.map((lines) => {
    const segments = lines.map(({ text, file }) => {
      position++;
      return { text, file, position: position - 1, startLine: position, endLine: position };
    });
    return new PackedSection(
      segments,
      Uint16Array.from(lines, ({ passage }) => passage),
      0,
    );
  });
}

const headers = ['File: src/apple/tree.ts\n', 'File: sky.md\n'];
const headerOf = (file: number): string => headers[file]!;

const lines: readonly (readonly Line[])[] = [
  [
    { text: 'red apple red\n', file: 0, passage: 0 },
    { text: 'green apple on a branch\n\n', file: 0, passage: 0 },
    { text: 'nothing of the kind\n', file: 0, passage: 1 },
    { text: 'blue sky over a green hill, and a red sun\n', file: 1, passage: 2 },
  ],
  [
    { text: 'clouds\n', file: 1, passage: 0 },
    { text: 'apple pie\n', file: 1, passage: 0 },
  ],
];

/** `[section][segment]`: the scores for the question. */
function scoresOf(
  questions: readonly string[],
  question: number,
  sections = sectionsOf(...lines),
): number[][] {
  const index = new KeywordIndex(questions, headerOf);
  const counts = sections.map((section) => index.add(section));
  return counts.map((of) => [...index.scores(of)[question]!]);
}

/** The same by the definition: every document a list of terms, every count by a search through all of them. */
function naiveScores(question: string, sections = sectionsOf(...lines)): number[][] {
  interface Document {
    readonly terms: readonly string[];
    readonly length: number;
  }
  const documentOf = (file: number, texts: readonly string[]): Document => {
    const own = texts.flatMap((text) => [...terms(text)]);
    return { terms: [...terms(headerOf(file)), ...own], length: own.length };
  };
  const asked = [...new Set(terms(question))];
  const scores = (documents: readonly Document[]): number[] => {
    const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
    return documents.map((document) =>
      asked.reduce((sum, term) => {
        const n = documents.filter((other) => other.terms.includes(term)).length;
        const f = document.terms.filter((other) => other === term).length;
        const idf = Math.log(1 + (documents.length - n + 0.5) / (n + 0.5));
        return sum + (idf * f * 2.2) / (f + 1.2 * (0.25 + (0.75 * document.length) / average));
      }, 0),
    );
  };
  const segments = sections.flatMap((section) => section.unpack());
  const ofSegments = scores(segments.map(({ file, text }) => documentOf(file, [text])));
  const passageOf = sections.flatMap(({ passages }, s) => [...passages].map((passage) => `${s} ${passage}`));
  const names = [...new Set(passageOf)];
  const ofPassages = scores(
    names.map((name) => {
      const members = segments.filter((_, i) => passageOf[i] === name);
      return documentOf(
        members[0]!.file,
        members.map(({ text }) => text),
      );
    }),
  );
  const all = segments.map((_, i) => ofSegments[i]! + ofPassages[names.indexOf(passageOf[i]!)]!);
  let from = 0;
  return sections.map((section) => all.slice(from, (from += section.passages.length)));
}

function expectClose(scores: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void {
  expect(scores.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  scores.flat().forEach((score, i) => expect(score).toBeCloseTo(expected.flat()[i]!, 5));
}

describe('bm25', () => {
  it('grows with the frequency, less and less, and falls with the length', () => {
    const [one, two, three] = [1, 2, 3].map((frequency) => bm25(frequency, 1, 2));
    expect(two! - one!).toBeGreaterThan(three! - two!);
    expect(three).toBeGreaterThan(two!);
    expect(bm25(1, 2, 2)).toBeLessThan(one!);
    expect(bm25(0, 1, 2)).toBe(0);
  });

  it('never counts a term against a document', () => {
    expect(inverseDocumentFrequency(10, 10)).toBeGreaterThan(0);
    expect(inverseDocumentFrequency(10, 1)).toBeGreaterThan(inverseDocumentFrequency(10, 2));
  });
});

describe('KeywordIndex', () => {
  it.each(['red apple', 'apple apple trees', 'Where is the greenest hill?', 'sky', 'src'])(
    'agrees with the formula, written out, for segments and passages: %s',
    (question) => {
      const expected = naiveScores(question);
      expect(Math.max(...expected.flat())).toBeGreaterThan(0);
      expectClose(scoresOf([question], 0), expected);
    },
  );

  it('agrees with it on any text', () => {
    const words = ['apple', 'tree', 'sky', 'pie', 'stone', 'river', 'glass'];
    let state = 11;
    const below = (n: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return (state >>> 8) % n;
    };
    for (let round = 0; round < 20; round++) {
      const sections = sectionsOf(
        ...Array.from({ length: 1 + below(4) }, () => {
          let passage = 0;
          const file = below(2);
          return Array.from({ length: 1 + below(12) }, (_, i) => ({
            text: Array.from({ length: below(6) }, () => words[below(words.length)]!).join(' '),
            file,
            passage: i > 0 && below(3) === 0 ? ++passage : passage,
          }));
        }),
      );
      const question = `${words[below(words.length)]!} ${words[below(words.length)]!}`;
      expectClose(scoresOf([question], 0, sections), naiveScores(question, sections));
    }
  });

  it('finds a line by words that stand beside it and by its path', () => {
    const [[red, green, other]] = scoresOf(['red'], 0) as [number[]];
    expect(red).toBeGreaterThan(green!);
    expect(green).toBeGreaterThan(0);
    expect(other).toBe(0);
    const [[inTree], [inSky]] = scoresOf(['tree'], 0) as [number[], number[]];
    expect(inTree).toBeGreaterThan(0);
    expect(inSky).toBe(0);
  });

  it('scores each of several questions as if it were alone', () => {
    const questions = ['red apple', 'green sky', 'zebra', 'apple pie'];
    questions.forEach((question, i) => expectClose(scoresOf(questions, i), naiveScores(question)));
    expect(Math.max(...scoresOf(questions, 2).flat())).toBe(0);
  });

  describe('of a query in parts', () => {
    const scores = (query: KeywordQuery, nearnessOf?: NearnessOf): number[] => {
      const index = new KeywordIndex([query], headerOf, { nearnessOf });
      const counts = sectionsOf(...lines).map((section) => index.add(section));
      return counts.flatMap((of) => [...index.scores(of)[0]!]);
    };

    it('counts each term by the weight of its part, by the greatest where several have it', () => {
      const plain = scores('sky');
      const half = scores([{ text: 'sky', weight: 0.5 }]);
      half.forEach((score, i) => expect(score).toBeCloseTo(plain[i]! / 2, 5));
      const both = [
        { text: 'sky', weight: 0.5 },
        { text: 'sky', weight: 1 },
      ];
      expect(scores(both)).toEqual(plain);
    });

    it('takes the whole of an identifier without its parts where that is wanted', () => {
      const identifier = { text: 'green_apple', weight: 1 };
      expect(Math.max(...scores([identifier]))).toBeGreaterThan(0);
      expect(Math.max(...scores([{ ...identifier, isWhole: true }]))).toBe(0);
    });

    it('counts a segment that is named by its place as one that has the rarest word', () => {
      const near = scores('zebra', (question, { position }) => (question === 0 && position === 2 ? 0.5 : 0));
      expect(near.map((score) => score > 0)).toEqual([false, false, true, false, false, false]);
      expect(near[2]).toBeCloseTo(0.5 * inverseDocumentFrequency(6, 1), 5);
    });

    it('names the terms that occur nowhere, paths included', () => {
      const index = new KeywordIndex(['zebra tree hill', 'sky'], headerOf);
      sectionsOf(...lines).forEach((section) => index.add(section));
      expect([...index.absent(0)]).toEqual(['zebra']);
      expect([...index.absent(1)]).toEqual([]);
    });
  });

  it('knows the segments that have all words of what is asked, their paths aside', () => {
    const sections = sectionsOf(
      ['red apple', 'apple of the Reds', 'red', 'a pie and a red-apple'].map((text) => ({
        text,
        file: 0,
        passage: 0,
      })),
    );
    const completeOf = (query: KeywordQuery): number[] => {
      const index = new KeywordIndex(['sky', query], () => 'red/apple.txt');
      const [, found] = index.add(sections[0]!).complete;
      return [...(found ?? [])];
    };
    expect(completeOf('Which apple is red?')).toEqual([0, 1, 3]);
    expect(completeOf('red apple pie')).toEqual([3]);
    // A story around the question may be absent; a single word is too little to count as all.
    const story = { text: 'my pie', weight: 0.5 };
    expect(completeOf([{ text: 'red apple', weight: 1 }, story])).toEqual([0, 1, 3]);
    expect(completeOf('apple')).toEqual([]);
  });

  it('knows which files define what is called by the words, prose aside', () => {
    const lines = ['class Lock {', 'class Lock', 'lock'].map((text, file) => ({
      text,
      file,
      passage: file,
    }));
    const index = new KeywordIndex(['lock'], () => '', { isProse: (file) => file === 1 });
    sectionsOf(lines).forEach((section) => index.add(section));
    expect([...index.signatureScores(0)]).toEqual([[0, 1]]);
  });

  it('has nothing to say of an empty question or text', () => {
    expect(scoresOf(['the of'], 0).flat()).toEqual([0, 0, 0, 0, 0, 0]);
    expect(emphasisOf('apple', new KeywordIndex(['apple'], headerOf).rarity(0))).toHaveLength(5);
  });
});

describe('emphasis', () => {
  function emphasis(questions: readonly string[], question = 0): Float32Array {
    const index = new KeywordIndex(questions, headerOf);
    sectionsOf(...lines).forEach((section) => index.add(section));
    return emphasisOf(questions[question]!, index.rarity(question));
  }
  /** The weights of a word's characters in the question. */
  const of = (question: string, word: string, weights = emphasis([question])): number[] => {
    const at = question.indexOf(word);
    return [...weights.subarray(at, at + word.length)];
  };

  it('is the rarity of each word among the segments, for each of its characters', () => {
    const question = 'A zebra, an apple?';
    const weights = emphasis([question]);
    expect(weights).toHaveLength(question.length);
    // Of six segments four contain the apple, three of them in the header.
    const apple = Math.fround(inverseDocumentFrequency(6, 4));
    const zebra = Math.fround(inverseDocumentFrequency(6, 0));
    expect(of(question, 'apple')).toEqual(Array(5).fill(apple));
    expect(of(question, 'zebra')).toEqual(Array(5).fill(zebra));
    expect(zebra).toBeGreaterThan(apple);
  });

  it('is small, but not nothing, for words and signs that say nothing', () => {
    const question = 'Where is the zebra?';
    const weights = emphasis([question]);
    const floor = weights.at(-1)!;
    expect(floor).toBeGreaterThan(0);
    expect(of(question, 'Where is the ')).toEqual(Array(13).fill(floor));
    expect(of(question, 'zebra')[0]).toBeGreaterThan(2 * floor);
  });

  it('never weighs a word less than the signs around it, however common it is', () => {
    const index = new KeywordIndex(['red?'], headerOf);
    const texts = Array.from({ length: 40 }, () => 'red');
    sectionsOf(texts.map((text, passage) => ({ text, file: 0, passage }))).forEach((section) =>
      index.add(section),
    );
    const weights = emphasisOf('red?', index.rarity(0));
    expect(inverseDocumentFrequency(40, 40)).toBeLessThan(weights[3]!);
    expect([...weights.subarray(0, 3)]).toEqual(Array(3).fill(weights[3]!));
  });

  it('takes the rarest part of an identifier', () => {
    const question = 'appleZebra apple';
    const [identifier, apple] = [of(question, 'appleZebra'), of(question, ' apple').slice(1)];
    expect(new Set(identifier).size).toBe(1);
    expect(identifier[0]).toBeGreaterThan(apple[0]!);
  });

  it('weighs Chinese by characters', () => {
    const index = new KeywordIndex(['问周瑜'], headerOf);
    const texts = ['周一', '周二', '周瑜', '三'];
    sectionsOf(texts.map((text, passage) => ({ text, file: 0, passage }))).forEach((section) =>
      index.add(section),
    );
    const [unseen, common, rare] = emphasisOf('问周瑜', index.rarity(0));
    expect([unseen, common, rare]).toEqual(
      [0, 3, 1].map((containing) => Math.fround(inverseDocumentFrequency(4, containing))),
    );
  });

  it('is each question its own', () => {
    const questions = ['zebra sky', 'red'];
    const [first, second] = [emphasis(questions, 0), emphasis(questions, 1)];
    expect(first).toEqual(emphasis(['zebra sky']));
    expect(second).toEqual(emphasis(['red']));
  });
});
