/** Syntax colours: text in, tokens with class names out. No markup of the highlighter reaches the page. */
import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dart from 'highlight.js/lib/languages/dart';
import diff from 'highlight.js/lib/languages/diff';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import graphql from 'highlight.js/lib/languages/graphql';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import less from 'highlight.js/lib/languages/less';
import lua from 'highlight.js/lib/languages/lua';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import perl from 'highlight.js/lib/languages/perl';
import php from 'highlight.js/lib/languages/php';
import powershell from 'highlight.js/lib/languages/powershell';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import scala from 'highlight.js/lib/languages/scala';
import scss from 'highlight.js/lib/languages/scss';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

const languages = {
  ...{ bash, c, cpp, csharp, css, dart, diff, dockerfile, go, graphql, ini, java, javascript, json, kotlin },
  ...{ less, lua, makefile, markdown, perl, php, powershell, python, r, ruby, rust, scala, scss, sql, swift },
  ...{ typescript, xml, yaml },
};
for (const [name, language] of Object.entries(languages)) hljs.registerLanguage(name, language);
hljs.registerAliases(['mts', 'cts'], { languageName: 'typescript' });
hljs.registerAliases(['vue', 'svelte'], { languageName: 'xml' });

export interface Token {
  readonly text: string;
  /** Class names for the style sheet, `hljs-…`; empty for plain text. */
  readonly className: string;
}

/** Longer texts stay plain, because colouring them would block the page. */
const longestText = 50_000;
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };

/** A text cut into tokens; joined they are the text. @param name of a file or a language */
export function tokens(text: string, name: string): Token[] {
  const language = languageOf(name);
  if (language === undefined || text.length > longestText) return [{ text, className: '' }];
  const found = parse(hljs.highlight(text, { language, ignoreIllegals: true }).value);
  // The tokens must be the file's text, whatever the highlighter does; else the text stays plain.
  return found.map((token) => token.text).join('') === text ? found : [{ text, className: '' }];
}

function languageOf(name: string): string | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return hljs.getLanguage(ending) ? ending : undefined;
}

/** Parses the highlighter's output, which has only spans, entities and text. */
function parse(markup: string): Token[] {
  const result: Token[] = [];
  const open: string[] = [];
  for (const [whole, className, entity] of markup.matchAll(
    /<span class="([\w\- ]*)">|<\/span>|&(amp|lt|gt|quot|#x27);|[^<&]+/g,
  )) {
    if (className !== undefined) open.push(className);
    else if (whole === '</span>') open.pop();
    else
      result.push({ text: entity === undefined ? whole : entities[entity]!, className: open.at(-1) ?? '' });
  }
  return result;
}
