import { nouns, settings, troubles, verbs } from './codeWords.ts';
import type { Noun } from './codeWords.ts';
import type { Domain, Fact, FactId } from './domain.ts';
import type { Random } from './random.ts';

/** Files of one sample are all in the same programming language; styles are even for TypeScript, odd for Python. */
const isPython = (style: number): boolean => style % 2 === 1;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Nouns of the filler text, none of which is ever asked for. */
const FILLER_NOUNS =
  'pixel cursor matrix vector glyph margin border shader palette polygon buffer offset'.split(' ');
const FILLER_VERBS = 'draw shift scale rotate clip blend measure align trace snap'.split(' ');
const FILLER_FILES = 'util common core base helpers main shared support basics index'.split(' ');
const FILLER_COMMENTS = {
  english: [
    'rounded to the grid',
    'both ends included',
    'nothing to do',
    'counts from zero',
    'see the layout',
  ],
  chinese: ['按网格取整', '包括两端', '无需处理', '从零开始计数', '参见布局说明'],
};

const PARAMETERS = 'key id name code label'.split(' ');

type Speech = keyof typeof FILLER_COMMENTS;

/** A domain of program text with questions and comments in one of two languages. */
function codeDomain(group: Domain['group'], speech: Speech): Domain {
  const comment = (text: string, style: number): string => (isPython(style) ? `  # ${text}` : ` // ${text}`);

  const functionFact = (relation: number, noun: Noun, random: Random, bare: boolean, style: number): Fact => {
    const verb = verbs[relation]!;
    const name = bare
      ? isPython(style)
        ? `${verb.word}_one`
        : `${verb.word}One`
      : isPython(style)
        ? `${verb.word}_${noun.word}`
        : `${verb.word}${capital(noun.word)}`;
    const note =
      speech === 'chinese' ? comment(bare ? verb.chinese : `${verb.chinese}${noun.chinese}`, style) : '';
    const key = random.pick(PARAMETERS);
    const segment = isPython(style)
      ? `def ${name}(${key}):${note}`
      : `export function ${name}(${key}: string): boolean {${note}`;
    const body = isPython(style) ? `    return store.apply(${key})\n` : `  return store.apply(${key});\n}\n`;
    const questions =
      speech === 'chinese'
        ? {
            literal: `哪个函数${verb.chinese}${noun.chinese}？`,
            paraphrase: `哪段代码能${otherChinese(verb.otherChinese, noun, random)}？`,
          }
        : {
            literal: `Which function ${verb.does} the ${noun.word}?`,
            paraphrase: `Where is the code that ${other(verb.other, noun, random)}?`,
          };
    return { text: `${segment}\n${body}`, segment, ...questions };
  };

  const settingFact = (relation: number, noun: Noun, random: Random, bare: boolean, style: number): Fact => {
    const setting = settings[relation]!;
    const name = bare ? setting.name : `${noun.word.toUpperCase()}_${setting.name}`;
    const note =
      speech === 'chinese'
        ? comment(bare ? setting.chinese : `${noun.chinese}的${setting.chinese}`, style)
        : '';
    const value = 2 + random.below(900);
    const segment = isPython(style) ? `${name} = ${value}${note}` : `const ${name} = ${value};${note}`;
    const questions =
      speech === 'chinese'
        ? {
            literal: `${noun.chinese}的${setting.chinese}是多少？`,
            paraphrase: otherChinese(setting.otherChinese, noun, random),
          }
        : {
            literal: `What is the ${setting.called} of the ${noun.word}?`,
            paraphrase: other(setting.other, noun, random),
          };
    return { text: `${segment}\n`, segment, ...questions };
  };

  const troubleFact = (relation: number, noun: Noun, random: Random, bare: boolean, style: number): Fact => {
    const trouble = troubles[relation]!;
    const message =
      speech === 'chinese'
        ? `${bare ? '' : noun.chinese}${trouble.chinese}`
        : `${bare ? 'It' : `The ${noun.word}`} ${trouble.says}`;
    const number = 100 + random.below(900);
    const condition = trouble.condition.replace(
      'known.has(entry)',
      isPython(style) ? 'entry in known' : '$&',
    );
    const segment = isPython(style)
      ? `raise Refused(${number}, "${message}")`
      : `if (${condition.replace(/([!=]=)/, '$1=')}) throw new Refused(${number}, '${message}');`;
    const text = isPython(style) ? `if ${condition}:\n    ${segment}\n` : `${segment}\n`;
    const questions =
      speech === 'chinese'
        ? {
            literal: `哪里报告${noun.chinese}${trouble.chinese}？`,
            paraphrase: otherChinese(trouble.otherChinese, noun, random),
          }
        : {
            literal: `Where is it said that the ${noun.word} ${trouble.says}?`,
            paraphrase: other(trouble.other, noun, random),
          };
    return { text, segment, ...questions };
  };

  return {
    group,
    format: 'code',
    separator: '',
    kinds: [verbs, settings, troubles].map((relations) => ({
      relations: relations.length,
      entities: nouns.length,
    })),
    fact({ kind, relation, entity }: FactId, random, bare, style) {
      const noun = nouns[entity]!;
      if (kind === 0) return functionFact(relation, noun, random, bare, style);
      if (kind === 1) return settingFact(relation, noun, random, bare, style);
      return troubleFact(relation, noun, random, bare, style);
    },
    filler: (random, style) => filler(random, style, (text) => comment(text, style), speech),
    path: (random, style) =>
      `src/${random.pick(FILLER_FILES)}${1 + random.below(9)}.${isPython(style) ? 'py' : 'ts'}`,
    pathOf: ({ entity }, style) => `src/${nouns[entity]!.word}.${isPython(style) ? 'py' : 'ts'}`,
  };
}

type Phrase = (noun: string) => string;

/** Rephrases the relation always and the noun every other time, so that something is left to hold on to. */
function other(phrase: Phrase, noun: Noun, random: Random): string {
  return phrase(random.pick([noun.word, noun.other])).replaceAll(/\ba (?=[aeio])/g, 'an ');
}

function otherChinese(phrase: Phrase, noun: Noun, random: Random): string {
  return phrase(random.pick([noun.chinese, noun.otherChinese]));
}

function filler(random: Random, style: number, comment: (text: string) => string, speech: Speech): string {
  const [verb, noun, second] = [
    random.pick(FILLER_VERBS),
    random.pick(FILLER_NOUNS),
    random.pick(FILLER_NOUNS),
  ];
  const value = 1 + random.below(64);
  const note = random.below(3) === 0 ? comment(random.pick(FILLER_COMMENTS[speech])) : '';
  const python = isPython(style);
  switch (random.below(4)) {
    case 0:
      return python
        ? `def ${verb}_${noun}(x, y):${note}\n    step = x * ${value} + y\n    return ${second}_table[step]\n`
        : `function ${verb}${capital(noun)}(x: number, y: number): number {${note}\n  const step = x * ${value} + y;\n` +
            `  return ${second}Table[step];\n}\n`;
    case 1:
      return python
        ? `${noun.toUpperCase()}_${second.toUpperCase()} = ${value}${note}\n`
        : `const ${noun.toUpperCase()}_${second.toUpperCase()} = ${value};${note}\n`;
    case 2:
      return python
        ? `for ${noun} in ${second}_list:${note}\n    ${verb}(${noun}, ${value})\n`
        : `for (const ${noun} of ${second}List) {${note}\n  ${verb}(${noun}, ${value});\n}\n`;
    default:
      return python
        ? `if ${noun}_count > ${value}:\n    print("too many to ${verb}")${note}\n`
        : `if (${noun}Count > ${value}) log('too many to ${verb}');${note}\n`;
  }
}

export const codeEnglish = codeDomain('code-en', 'english');
export const codeChinese = codeDomain('code-zh', 'chinese');
