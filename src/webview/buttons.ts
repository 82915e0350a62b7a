/** Icon buttons and toolbars of them. */
import { html, nothing, type TemplateResult } from 'lit';

export interface IconButton {
  /** Name of a codicon. */
  readonly icon: string;
  readonly label: string;
  readonly onClick: (event: Event) => void;
  /** State of a toggle; missing for other buttons. */
  readonly pressed?: boolean;
  /** Unusable now, but keeps its place in the toolbar. */
  readonly disabled?: boolean;
  /** A toolbar is one stop of the Tab key, so only one of its buttons has 0. */
  readonly tabIndex?: 0 | -1;
  readonly className?: string;
}

export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}

export function iconButton(button: IconButton): TemplateResult {
  const { label, onClick, pressed, disabled = false, className = '' } = button;
  return html`<button
    type="button"
    class="icon-button ${className}"
    title=${label}
    aria-label=${label}
    aria-pressed=${pressed ?? nothing}
    aria-disabled=${disabled || nothing}
    tabindex=${button.tabIndex ?? 0}
    @click=${(event: Event) => {
      if (!disabled) onClick(event);
    }}
  >
    ${icon(button.icon)}
  </button>`;
}

/** A toolbar: one stop of the Tab key, arrow keys within. */
export function toolbar(label: string, buttons: readonly IconButton[]): TemplateResult {
  return html`<div
    class="toolbar"
    role="toolbar"
    aria-label=${label}
    @keydown=${moveFocus}
    @focusin=${moveStop}
  >
    ${buttons.map((button, i) => iconButton({ ...button, tabIndex: i === 0 ? 0 : -1 }))}
  </div>`;
}

function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const buttons = buttonsOf(event);
  const at = buttons.indexOf(event.target as HTMLElement);
  if (step === undefined || at === -1) return;
  event.preventDefault();
  buttons.at((at + step) % buttons.length)?.focus();
}

/** Makes the button that has the focus the one that Tab returns to. */
function moveStop(event: FocusEvent): void {
  for (const button of buttonsOf(event)) button.tabIndex = button === event.target ? 0 : -1;
}

function buttonsOf(event: Event): HTMLElement[] {
  return [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('button')];
}
