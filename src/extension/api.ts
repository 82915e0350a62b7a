/** What `activate` returns: the state for programs and tests. All of it survives JSON. */
import type { AskResult, Evidence, PanelState, PanelToHost, Phase } from '../contract/index.ts';
import type { BackgroundState } from './background/backgroundReading.ts';
import type { Span } from './evidence/spans.ts';
import type { McpServerStart } from './mcpProvider.ts';
import type { RunError, ScopeRoot } from './session/runState.ts';

export interface Snapshot {
  readonly status: Phase;
  /** The question whose results are shown: the last one, unless it failed before it had any. */
  readonly question: string;
  /** Where the next question reads. */
  readonly scope: readonly ScopeRoot[];
  /** What the walk has found; null until then. */
  readonly scannedFiles: number | null;
  /** How far the reading is; null until the first window is read. */
  readonly reading: { readonly tokens: number; readonly windows: number } | null;
  /** Best first. */
  readonly evidence: readonly Evidence[];
  /** The same as they stand in the editors now; these lines are 0-based. */
  readonly spans: readonly Span[];
  readonly result: AskResult | null;
  readonly error: RunError | null;
  /** What the panel shows, or would show if it were open. */
  readonly panel: PanelState;
  readonly panelOpen: boolean;
  /** Null while no engine runs. */
  readonly engineProcessId: number | null;
  /** What is read while nothing is asked. */
  readonly background: BackgroundState;
}

export interface InfiniAskApi {
  snapshot(): Snapshot;
  /** Calls back at every change of the state; the result ends that. */
  onDidChange(listener: () => void): { dispose(): void };
  /** How the MCP server is started for this workspace; undefined while no folder is open. */
  mcpServer(): McpServerStart | undefined;
  /** Does what the panel would do with this message. */
  receive(message: PanelToHost): void;
}
