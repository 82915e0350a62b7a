/** Documents for the drives. */
import { testPdf, type PlacedText } from '../../src/corpus/documents/pdf/testPdf.fixture.ts';

const PARTS = ['valve', 'filter', 'motor', 'gasket', 'hose', 'sensor', 'fan', 'switch'];
const WORK = ['cleaned', 'oiled', 'measured', 'replaced', 'tightened', 'tested', 'dried', 'painted'];

/** What only one page says, in lines as they stand there: a word is parted at the end of the first. */
export const FACT = [
  'The pump must be primed with two litres of distil-',
  'led water before the first start.',
];
export const FACT_PAGE = 23;
/** What another page says. */
export const SECOND = ['The alarm of the boiler is silenced by holding', 'the red button for five seconds.'];
export const SECOND_PAGE = 31;

/** A manual with chapters, in which two pages say something of their own. */
export function manual(pages: number): Uint8Array {
  return testPdf(Array.from({ length: pages }, (_, i) => pageOf(i + 1)));
}

function pageOf(page: number): PlacedText[] {
  const [part, work] = [PARTS[page % PARTS.length]!, WORK[(page * 3) % WORK.length]!];
  const lines = [
    `The ${part} of model ${100 + page} is ${work} once a year.`,
    `Wear gloves, and keep the old ${part} until the new one has run for a day.`,
  ];
  const own = page === FACT_PAGE ? FACT : page === SECOND_PAGE ? SECOND : [];
  return [
    { text: `${page}. The ${part} of model ${100 + page}`, x: 60, y: 720, size: 18 },
    ...paragraph(lines, 690),
    ...paragraph(own, 640),
    ...paragraph([`Order number ${4000 + page}, delivered within ${(page % 5) + 2} weeks.`], 590),
    { text: String(page), x: 300, y: 40, size: 8 },
  ];
}

function paragraph(lines: readonly string[], top: number): PlacedText[] {
  return lines.map((text, i) => ({ text, x: 60, y: top - 14 * i, size: 11 }));
}
