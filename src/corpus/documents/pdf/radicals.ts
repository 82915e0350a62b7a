/**
 * Fonts draw a radical and the character that looks the same with one glyph, so that a PDF may name the radical: nobody finds
 * the word by it.
 */

/** Radicals of the supplement with the characters that they are, as Unicode names them ("C-SIMPLIFIED HORSE"). */
const CHARACTERS: ReadonlyMap<string, string> = new Map(
  Array.from(
    '⺟母⺠民⻁虎⻄西⻅见⻆角⻉贝⻋车⻑長⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭歯⻮齿⻯竜⻰龙⻲亀⻳龟'.matchAll(
      /(.)(.)/gu,
    ),
    ([, radical, character]) => [radical!, character!],
  ),
);
const RADICAL = /[\u2e80-\u2fdf]/g;

/** A text with characters in place of radicals. */
export function withoutRadicals(text: string): string {
  return text.replace(RADICAL, (radical) => CHARACTERS.get(radical) ?? radical.normalize('NFKC'));
}
