/** Prose of any length without a file to read it from: sentences of common words, the same for the same seed. */
const words =
  `time year people way day man thing woman life child world school state family student group country problem hand part
  place case week company system program question work government number night point home water room mother area money
  story fact month lot right study book eye job word business issue side kind head house service friend father power hour
  game line end member law car city community name president team minute idea body information back parent face others
  level office door health person art war history party result change morning reason research girl guy moment air teacher
  force education small large quick slow early late bright dark quiet loud heavy light warm cold simple clear strange`.split(
    /\s+/,
  );

/** Of this prose, in the embedded model's tokens. */
export const CHARACTERS_PER_TOKEN = 4.15;

/** Yields paragraphs of together about so many tokens. */
export function* paragraphs(tokens: number, seed = 1): Generator<string, undefined> {
  let state = seed >>> 0;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
  let characters = tokens * CHARACTERS_PER_TOKEN;
  while (characters > 0) {
    const sentences = Array.from({ length: 12 + next(10) }, () => {
      const sentence = Array.from({ length: 8 + next(14) }, () => words[next(words.length)]!).join(' ');
      return `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
    });
    const paragraph = `${sentences.join(' ')}\n\n`;
    characters -= paragraph.length;
    yield paragraph;
  }
  return undefined;
}
