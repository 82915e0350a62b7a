export { ruleWeights, withoutRules } from './rules.ts';
export type { RuleWeights } from './rules.ts';
export { SectionRules } from './sectionRules.ts';
export type { PassageFacts, ScoredSection } from './sectionRules.ts';
