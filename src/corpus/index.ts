/** The corpus: what is read. Folders and files in, one stream of lines and sentences out. */
export { decode, type Decoded } from './decode.ts';
export { type EncodingName, encodingNames, isEncodingName } from './encodings.ts';
export { formatOf } from './formats.ts';
export { isVersionControl } from './excludes.ts';
export {
  BackgroundExtractor,
  type DocumentKindId,
  documentKindOf,
  documentKinds,
  type DocumentSource,
  type DocumentText,
  type ExtractionLimits,
  type Refusal,
} from './documents/index.ts';
export { CorpusError } from './errors.ts';
export { readDocumentText, readFileSegments, type ReadOptions, type ReadResult } from './read.ts';
export { segmentStream, type SegmentStreamOptions, type StreamEvent } from './segmentStream.ts';
export { DEFAULT_MAX_SEGMENT_CHARS, type Segment, segmentText } from './segments.ts';
export { sentencesOf } from './sentences.ts';
export { maxSizeBytes } from './limits.ts';
export { survey, type Survey } from './survey.ts';
export {
  type CorpusFile,
  DEFAULT_MAX_DOCUMENT_SIZE_BYTES,
  DEFAULT_MAX_FILE_SIZE_BYTES,
  type Format,
} from './types.ts';
export { walk, type WalkEvent, type WalkOptions } from './walk.ts';
