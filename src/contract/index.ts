/** The vocabulary that all rooms share: types only, nothing that runs. */
export type * from './answer.ts';
export type * from './corpus.ts';
export type * from './documentView.ts';
export type * from './evidence.ts';
export type * from './message.ts';
export type * from './models.ts';
export type * from './panel.ts';
export type * from './pdfView.ts';
export type * from './place.ts';
export type * from './protocol.ts';
export type * from './question.ts';
