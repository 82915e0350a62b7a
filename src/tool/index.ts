/** What the MCP server and the editor's language-model tool share. */
export { bestOffset, cutAround, excerptOf, windowAround, type Excerpt } from './excerpt.ts';
export { questionHints } from './hints.ts';
export { isWithin, outermost, prefixIn } from './paths.ts';
export { isFile, nameOf, resolveScope, rootsOf, ScopeError, type AllowedRoot } from './scope.ts';
export { DATA_NOTE, toolText, toToolResult, type ToolResult, type ToolSpan } from './spans.ts';

/** Name of the tool, in the editor and for MCP. */
export const toolName = 'infiniask_search';
