/** Folders with sentences of our own at known places: what the command and the engine are asked about in tests. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A sentence that stands nowhere else, and two ways to ask for it. */
export interface Needle {
  /** Where in the text it is planted, in percent. */
  readonly depth: number;
  readonly sentence: string;
  /** In the sentence's own words. */
  readonly literal: string;
  /** As people ask: some words of the sentence, not its phrases. */
  readonly paraphrased: string;
}

export const needles: readonly Needle[] = [
  {
    depth: 10,
    sentence: 'The lighthouse keeper of Skarvholm stores the spare lantern oil under the third stair.',
    literal: 'Where does the lighthouse keeper of Skarvholm store the spare lantern oil?',
    paraphrased: 'Under which stair is the oil for the lantern of the lighthouse?',
  },
  {
    depth: 30,
    sentence: 'On a frozen Sunday in Novosibirsk you should take tram number seven to the clock museum.',
    literal: 'Which tram should you take on a frozen Sunday in Novosibirsk?',
    paraphrased: 'Which tram goes to the clock museum on a Sunday?',
  },
  {
    depth: 50,
    sentence: 'Professor Amelia Thornquist proved in 1974 that the river beetle can count up to eleven.',
    literal: 'What did Professor Amelia Thornquist prove in 1974?',
    paraphrased: 'How far can a beetle count according to the professor?',
  },
  {
    depth: 70,
    sentence: 'After the hailstorm the password of the orchard gate was changed to copper pineapple.',
    literal: 'What was the password of the orchard gate changed to after the hailstorm?',
    paraphrased: 'Which new password opens the gate to the orchard?',
  },
  {
    depth: 90,
    sentence: 'Captain Ferreira always hides the second anchor behind the flour barrels in the galley.',
    literal: 'Where does Captain Ferreira always hide the second anchor?',
    paraphrased: 'Behind which barrels is the anchor of the captain hidden?',
  },
];

export interface Planted {
  readonly path: string;
  /** 1-based line of the sentence. */
  readonly line: number;
}

/** About 100,000 tokens of English prose by file name, made up: the same on every machine. */
export function prose(characters = 330_000): Map<string, string> {
  const files = new Map<string, string>();
  let total = 0;
  for (let i = 0; total < characters; i++) {
    const text = madeUp(i);
    files.set(`chapter-${String(i).padStart(2, '0')}.txt`, text);
    total += text.length;
  }
  return files;
}

/** A chapter of grammatical sentences, the same at every run. */
function madeUp(seed: number): string {
  let state = seed + 1;
  const pick = (words: string): string => {
    const list = words.split(' ');
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return list[(state >>> 8) % list.length]!;
  };
  const lines: string[] = [];
  for (let i = 0; i < 220; i++) {
    const who = pick(
      'engineer teacher farmer painter lawyer student doctor writer founder investor programmer cook',
    );
    const what = pick(
      'idea problem company school market letter program painting lesson mistake project meeting',
    );
    const did = pick(
      'discovered forgot described improved sold questioned repeated ignored explained enjoyed',
    );
    const how = pick('slowly carefully twice again quietly badly together early reluctantly in public');
    const why = pick('money curiosity pride friends winter necessity boredom ambition chance habit');
    lines.push(
      `The ${who} ${did} the ${pick('first old next small usual difficult')} ${what} ${how}, mostly because of ${why}.`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Writes the files, with every sentence on a line of its own at its depth of the whole.
 * @returns where each sentence stands, in their order
 */
export function plant(
  folder: string,
  files: ReadonlyMap<string, string>,
  sentences: readonly Needle[],
): Planted[] {
  const total = [...files.values()].reduce((sum, text) => sum + text.length, 0);
  const placed = new Map<Needle, Planted>();
  let before = 0;
  for (const [path, text] of files) {
    const lines = text.split('\n');
    for (const needle of sentences) {
      const at = (total * needle.depth) / 100 - before;
      if (at < 0 || at >= text.length) continue;
      let line = 0;
      for (let length = 0; length < at; line++) length += lines[line]!.length + 1;
      lines.splice(line, 0, needle.sentence);
      placed.set(needle, { path, line: line + 1 });
    }
    before += text.length;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), lines.join('\n'));
  }
  return sentences.map((needle) => placed.get(needle)!);
}

/** The sources of an installed package. */
export function copyPackage(name: string, folder: string): void {
  cpSync(join(import.meta.dirname, '../../node_modules', name), folder, { recursive: true });
}
