import type { Domain, Fact, FactId } from './domain.ts';
import type { Random } from './random.ts';

const list = (words: string): readonly string[] => words.split(' ');

const FIRST_NAMES = list(
  'Marta Jonas Ingrid Pavel Odette Rufus Selma Tomas Greta Anselm Bettina Kaspar Livia Magnus Nora Oskar Petra Quentin Rosa Stefan',
);
const LAST_NAMES = list(
  'Kessler Brandt Holloway Novak Ferrand Lindqvist Marsh Okafor Pereira Quist Rowe Sandoval Thorne Ulrich Vance Weller Yates Zeller Abbot Crane',
);
const TOWNS = list(
  'Aldermoor Brindlewick Carrowden Dunhaven Elmsgate Farrowby Greystead Hollinbrook Ivelstone Kestrelford Larkmere Millbourne Northwell Oakhurst Pinefold Ravenscar Saltmarsh Tarnbridge Underhay Whitcombe',
);
const PLACES: readonly (readonly [string, string])[] = [
  ['museum', 'gallery'],
  ['library', 'reading room'],
  ['ferry', 'boat'],
  ['bakery', 'bread shop'],
  ['lighthouse', 'beacon'],
  ['theatre', 'playhouse'],
  ['swimming pool', 'baths'],
  ['cable car', 'ropeway'],
  ['observatory', 'stargazing tower'],
  ['mill', 'grinding house'],
];
const JOBS: readonly string[] = [
  'a surveyor',
  'a glassblower',
  'a pharmacist',
  'a piano tuner',
  'a bookbinder',
  'a translator',
  'a plumber',
];
const ANIMALS = list('parrot tortoise goat rabbit donkey ferret pigeon');
const INSTRUMENTS = list('cello oboe trumpet accordion harp banjo clarinet');
const DISHES: readonly string[] = [
  'lentil soup',
  'plum dumplings',
  'fried herring',
  'onion tart',
  'barley stew',
];
const COLOURS = list('blue green red yellow grey white');
const DAYS = list('Monday Tuesday Wednesday Thursday Friday Saturday');
const STONES = list('granite timber brick sandstone slate concrete');

/** A relation: the sentence about `who`, and the questions; `who` is a name, `other` another word for it. */
interface Relation {
  say(who: string, random: Random): string;
  literal(who: string): string;
  paraphrase(other: string): string;
}

const about: readonly (readonly Relation[])[] = [
  [
    {
      say: (who, r) => `${who} works as ${r.pick(JOBS)} near the ${r.pick(COLOURS)} bridge`,
      literal: (who) => `What does ${who} work as?`,
      paraphrase: (who) => `How does ${who} earn a living?`,
    },
    {
      say: (who, r) => `${who} was born in ${r.pick(TOWNS)} in ${1890 + r.below(100)}`,
      literal: (who) => `Where was ${who} born?`,
      paraphrase: (who) => `Which town does ${who} come from?`,
    },
    {
      say: (who, r) => `${who} keeps a ${r.pick(ANIMALS)} in the garden`,
      literal: (who) => `What does ${who} keep in the garden?`,
      paraphrase: (who) => `Which pet lives with ${who}?`,
    },
    {
      say: (who, r) => `${who} plays the ${r.pick(INSTRUMENTS)} every ${r.pick(DAYS)}`,
      literal: (who) => `What does ${who} play?`,
      paraphrase: (who) => `With which instrument does ${who} make music?`,
    },
    {
      say: (who, r) => `${who} likes ${r.pick(DISHES)} better than anything else on the table`,
      literal: (who) => `What does ${who} like better than anything else?`,
      paraphrase: (who) => `What is the favourite dish of ${who}?`,
    },
  ],
  [
    {
      say: (who, r) => `${who} opens at ${6 + r.below(5)}:${10 + r.below(40)} on ${r.pick(DAYS)}`,
      literal: (who) => `When does ${who} open?`,
      paraphrase: (who) => `From what hour can one visit ${who}?`,
    },
    {
      say: (who, r) => `${who} charges ${3 + r.below(60)} crowns for a ticket`,
      literal: (who) => `How much does ${who} charge for a ticket?`,
      paraphrase: (who) => `What is the price of admission to ${who}?`,
    },
    {
      say: (who, r) => `${who} was built of ${r.pick(STONES)} in ${1700 + r.below(250)}`,
      literal: (who) => `When was ${who} built?`,
      paraphrase: (who) => `In which year did the construction of ${who} take place?`,
    },
    {
      say: (who, r) => `${who} belongs to ${r.pick(FIRST_NAMES)} and a company of ${2 + r.below(9)} partners`,
      literal: (who) => `Who does ${who} belong to?`,
      paraphrase: (who) => `Who is the owner of ${who}?`,
    },
    {
      say: (who, r) => `${who} was closed after a ${r.pick(list('flood fire storm burglary strike'))}`,
      literal: (who) => `Why was ${who} closed?`,
      paraphrase: (who) => `What made ${who} shut its doors?`,
    },
  ],
];

/** Endings that may follow any fact: they vary its length, so that normalising by length shows. */
const TAILS: readonly string[] = [
  '',
  '',
  ', as everybody there knows',
  ', according to a leaflet that is handed out at the entrance',
  ', or so it says in a letter that was found between two pages of an almanac many years later',
];

const SUBJECTS: readonly string[] = [
  'The old path',
  'A narrow stream',
  'The morning fog',
  'A flock of starlings',
  'The last harvest',
  'A heavy cart',
  'The north wind',
  'Some of the neighbours',
  'The evening light',
  'A quiet road',
  'The smell of rain',
  'A row of poplars',
];
const VERBS: readonly string[] = [
  'followed the slope',
  'came down from the hills',
  'stayed for the better part of the week',
  'made little difference',
  'passed between the fields',
  'was remembered for a long time',
  'seemed slower than before',
  'gave way to something else',
];
const ENDS: readonly string[] = [
  '',
  ' without a sound',
  ' until the frost set in',
  ', though nobody had asked for it',
  ' and was gone by noon',
  ', which suited most people well enough and troubled only those who had somewhere to go',
  ' behind the orchard',
];
const ASIDES: readonly string[] = [
  'It was not much.',
  'Nothing came of it.',
  'Later the weather turned.',
  'One gets used to such things, and after a while they are hardly noticed any more.',
  'Of course there were other opinions.',
  'What followed is quickly told.',
];
const TITLES = list('notes diary letters chronicle sketches memories register miscellany almanac papers');

function nameOf({ kind, entity }: FactId): { readonly name: string; readonly other: string } {
  if (kind === 0) {
    const name = `${FIRST_NAMES[entity % FIRST_NAMES.length]!} ${LAST_NAMES[Math.floor(entity / FIRST_NAMES.length)]!}`;
    return { name, other: name };
  }
  const town = TOWNS[entity % TOWNS.length]!;
  const [place, synonym] = PLACES[Math.floor(entity / TOWNS.length)]!;
  return { name: `the ${town} ${place}`, other: `the ${synonym} of ${town}` };
}

export const proseEnglish: Domain = {
  group: 'prose-en',
  format: 'prose',
  separator: ' ',
  kinds: [
    { relations: about[0]!.length, entities: FIRST_NAMES.length * LAST_NAMES.length },
    { relations: about[1]!.length, entities: TOWNS.length * PLACES.length },
  ],
  fact(id, random, bare): Fact {
    const { name, other } = nameOf(id);
    const relation = about[id.kind]![id.relation]!;
    const subject = bare ? (id.kind === 0 ? 'This person' : 'It') : capital(name);
    const text = `${relation.say(subject, random)}${random.pick(TAILS)}.`;
    return {
      text,
      segment: text,
      literal: relation.literal(name),
      paraphrase: relation.paraphrase(other),
    };
  },
  filler: (random) =>
    random.below(5) === 0
      ? random.pick(ASIDES)
      : `${random.pick(SUBJECTS)} ${random.pick(VERBS)}${random.pick(ENDS)}.`,
  path: (random) => `texts/${random.pick(TITLES)}-${1 + random.below(99)}.md`,
  pathOf: (id) => `texts/${nameOf(id).name.replace(/^the /, '').toLowerCase().replaceAll(' ', '-')}.md`,
};

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
