/** The line that says which models read and write. Pure. */
import type { Description, PanelFact, WriterId } from '../../contract/index.ts';
import type { Translate } from '../../messages/index.ts';
import { shortModelName } from '../models/modelName.ts';
import { writerText } from '../strings.ts';

/** What the settings say. */
export interface ModelSettings {
  /** Id or path; empty for the embedded model. */
  readonly reader: string;
  readonly writerModel: string;
  readonly writer: WriterId;
}

/** @param description of the engine; undefined until it has told */
export function factsOf(
  t: Translate,
  { reader, writerModel, writer }: ModelSettings,
  description: Description | undefined,
): PanelFact[] {
  const reads = reader === '' ? description?.model : shortModelName(reader);
  const isChosen = writer === 'embedded' && writerModel !== '';
  return [
    ...(reads === undefined ? [] : [{ label: t('Read by'), value: reads, chooses: 'reader' as const }]),
    ...(description ? [{ label: t('Strategy'), value: description.strategy }] : []),
    {
      label: t('Answer by'),
      value: isChosen ? shortModelName(writerModel) : writerText(t, writer),
      chooses: writer === 'embedded' ? 'writer' : undefined,
    },
  ];
}
