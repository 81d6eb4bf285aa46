import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import {
  bracketMatching,
  HighlightStyle,
  indentOnInput,
  indentUnit,
  syntaxHighlighting,
} from '@codemirror/language';
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { LabRuntime } from '@ourshiksha/contract/practice-lab';

export interface Editor {
  /** Puts a text in place of the present one, as one step that can be undone. */
  setCode(code: string): void;
  /** Marks a line, counted from 1, and shows it; null takes the mark away. */
  markLine(line: number | null): void;
  destroy(): void;
}

export interface EditorOptions {
  readonly code: string;
  readonly label: string;
  readonly runtime: LabRuntime | null;
  readonly onChange: (code: string) => void;
  readonly onRun: () => void;
}

/** Each language is a file of its own; nobody fetches those of others. */
async function languageOf(runtime: LabRuntime | null): Promise<Extension> {
  switch (runtime) {
    case 'javascript':
      return (await import('@codemirror/lang-javascript')).javascript();
    case 'typescript':
      return (await import('@codemirror/lang-javascript')).javascript({ typescript: true });
    case 'python':
      return [(await import('@codemirror/lang-python')).python(), indentUnit.of('    ')];
    case 'sql': {
      const { PostgreSQL, sql } = await import('@codemirror/lang-sql');
      return sql({ dialect: PostgreSQL });
    }
    case 'html':
      return (await import('@codemirror/lang-html')).html();
    case 'css':
      return (await import('@codemirror/lang-css')).css();
    case null:
      return [];
  }
}

const colours = HighlightStyle.define([
  {
    tag: [tags.keyword, tags.tagName, tags.operatorKeyword, tags.meta],
    color: 'var(--code-keyword)',
  },
  { tag: [tags.string, tags.regexp, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null, tags.attributeName], color: 'var(--code-number)' },
  {
    tag: [
      tags.function(tags.variableName),
      tags.definition(tags.variableName),
      tags.typeName,
      tags.className,
    ],
    color: 'var(--code-title)',
  },
  { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
]);

const clothes = EditorView.theme({
  '&': {
    color: 'var(--ink)',
    backgroundColor: 'var(--paper-raised)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-1)',
    fontSize: '0.9375rem',
  },
  '&.cm-focused': { outline: '3px solid var(--accent-fill)', outlineOffset: '2px' },
  '.cm-scroller': {
    fontFamily: 'var(--mono)',
    lineHeight: '1.6',
    maxHeight: '70dvh',
  },
  '.cm-content, .cm-gutter': { minHeight: '14rem' },
  '.cm-content': { caretColor: 'var(--ink)', paddingBlock: 'var(--space-3)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    backgroundColor: 'var(--paper-sunk)',
    color: 'var(--ink-faint)',
    borderRight: '1px solid var(--line)',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'light-dark(#f3f1ea80, #10121880)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    {
      background: 'light-dark(#fbdfb0, #6b4a17)',
    },
  '.cm-failed': { backgroundColor: 'var(--wrong-wash)', boxShadow: 'inset 3px 0 var(--wrong)' },
  '.cm-tooltip, .cm-panels': {
    color: 'var(--ink)',
    backgroundColor: 'var(--paper-raised)',
    border: '1px solid var(--line-strong)',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    color: 'var(--ink-on-solid)',
    background: 'var(--solid)',
  },
});

const markFailed = StateEffect.define<number | null>();
const failedLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { docChanged, effects, state }) {
    // Whoever types has seen it.
    let now = docChanged ? Decoration.none : marks;
    for (const effect of effects) {
      if (!effect.is(markFailed)) continue;
      const line = effect.value;
      const isThere = line !== null && line >= 1 && line <= state.doc.lines;
      now = isThere
        ? Decoration.set([Decoration.line({ class: 'cm-failed' }).range(state.doc.line(line).from)])
        : Decoration.none;
    }
    return now;
  },
  provide: (field) => EditorView.decorations.from(field),
});

/**
 * Puts an editor into the element. Its styles go into a shadow root, as style sheets that are made
 * by script: the site's content policy allows no style elements.
 */
export async function mountEditor(
  host: HTMLElement,
  { code, label, runtime, onChange, onRun }: EditorOptions,
): Promise<Editor> {
  const language = await languageOf(runtime);
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const runKey = {
    key: 'Mod-Enter',
    run: () => {
      onRun();
      return true;
    },
  };
  const state = EditorState.create({
    doc: code,
    extensions: [
      keymap.of([
        runKey,
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...defaultKeymap,
        // Esc first gives Tab back to the browser, so that nobody is caught in here.
        indentWithTab,
      ]),
      lineNumbers(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      history(),
      drawSelection(),
      indentOnInput(),
      bracketMatching(),
      closeBrackets(),
      autocompletion(),
      EditorState.tabSize.of(2),
      EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
      EditorView.updateListener.of(({ docChanged, state: { doc } }) => {
        if (docChanged) onChange(doc.toString());
      }),
      syntaxHighlighting(colours),
      clothes,
      failedLine,
      language,
    ],
  });
  const view = new EditorView({ state, parent: root, root });
  return {
    setCode(text) {
      const { doc } = view.state;
      if (doc.toString() === text) return;
      view.dispatch({ changes: { from: 0, to: doc.length, insert: text } });
    },
    markLine(line) {
      const isThere = line !== null && line >= 1 && line <= view.state.doc.lines;
      const effects: StateEffect<unknown>[] = [markFailed.of(line)];
      if (isThere) effects.push(EditorView.scrollIntoView(view.state.doc.line(line).from));
      view.dispatch({ effects });
    },
    destroy: () => view.destroy(),
  };
}
