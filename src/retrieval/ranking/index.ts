export { nameDefined } from './definitions.ts';
export { byStrength, ruleWeights, withoutRules } from './rules.ts';
export type { RuleWeights } from './rules.ts';
export { SectionRules } from './sectionRules.ts';
export type { PassageFacts, ScoredSection } from './sectionRules.ts';
export { symbolsOf } from './symbols.ts';
