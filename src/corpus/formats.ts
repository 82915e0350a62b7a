import type { SkipReason } from '../contract/index.ts';
import { documentKindOf, documentKinds } from './documents/index.ts';
import { extensionOf } from './extension.ts';
import type { Format } from './types.ts';

const words = (...lines: string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')));

const PROSE = words(
  'md markdown mdown mkd mdx qmd rmd txt text rst tex latex adoc asciidoc org wiki textile html htm xhtml shtml',
);

/** Names without an extension that hold sentences. */
const PROSE_NAMES = words(
  'readme license licence copying notice authors contributors changelog changes',
  'history news contributing todo install thanks copyright security patents',
);

/** Files with an extension of prose that hold one entry a line. */
const LINE_NAMES = words('cmakelists.txt requirements.txt constraints.txt robots.txt humans.txt');

const BINARY = words(
  'png jpg jpeg gif bmp ico icns webp avif tif tiff heic heif psd xcf cr2 nef jp2 jxl dds tga exr hdr',
  'zip gz tgz bz2 tbz2 xz txz zst lz lz4 lzma 7z rar tar jar war ear cab iso dmg img deb rpm apk ipa msi vsix whl egg',
  'crx xpi nupkg gem asar ttf otf woff woff2 eot pfb pfm',
  'mp3 mp4 m4a m4v wav flac ogg oga ogv opus aac wma mid midi avi mov mkv webm wmv flv mpg mpeg 3gp swf',
  'exe dll so dylib a o obj lib ko bin elf class pyc pyo pyd wasm node ilk rlib rmeta beam dex',
  'onnx ort pt pth ckpt safetensors gguf ggml h5 hdf5 tflite npy npz pkl pickle joblib mlmodel',
  'sqlite sqlite3 db db3 mdb accdb parquet feather arrow orc avro rdb ldb sst',
  'blend fbx glb 3ds dwg skp unitypackage uasset keystore jks p12 pfx der swp swo',
);

/** Documents whose text nothing here extracts yet. */
const DOCUMENTS = words('doc xls xlsb ppt mobi azw3 djvu');

/** Formats of data, in which a very long line is no sign of a minifier. */
const DATA = words(
  'json jsonl ndjson json5 jsonc geojson topojson ipynb csv tsv psv xml xsd xsl rss atom svg yaml yml toml ini',
  'log sql po pot srt vtt bib ris eml mbox har conllu fasta gpx kml',
);

/** How to cut a file of this name. Anything not known as prose is `code`: cutting by lines is never wrong. */
export function formatOf(name: string): Format {
  const lower = name.toLowerCase();
  if (LINE_NAMES.has(lower)) return 'code';
  const kind = documentKindOf(name);
  if (kind) return documentKinds[kind].format;
  const extension = extensionOf(lower);
  return extension === ''
    ? PROSE_NAMES.has(lower)
      ? 'prose'
      : 'code'
    : PROSE.has(extension)
      ? 'prose'
      : 'code';
}

/** Skips a file by its name alone; `undefined` leaves the decision to the content. */
export function skipByName(name: string): Extract<SkipReason, 'binary' | 'unsupported'> | undefined {
  const extension = extensionOf(name);
  if (DOCUMENTS.has(extension)) return 'unsupported';
  // The table has certain names only: the content decides about `.dat`, `.ai`, `.key` and the like.
  return BINARY.has(extension) ? 'binary' : undefined;
}

/** True for programs and style sheets, which minifiers write; false for data, prose and files without extension. */
export function canBeMinified(name: string): boolean {
  const extension = extensionOf(name);
  return extension !== '' && formatOf(name) === 'code' && !DATA.has(extension);
}
