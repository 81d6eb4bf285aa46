import type { LabRuntime } from '@ourshiksha/contract/practice-lab';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { messages } from '../../messages/index.ts';
import type { Editor } from './editor.ts';

interface Props {
  readonly label: string;
  readonly code: string;
  readonly runtime: LabRuntime | null;
  readonly failedLine: number | null;
  readonly onChange: (code: string) => void;
  readonly onRun: () => void;
}

const ID = 'lab-code';

/** Waits until the browser has nothing better to do, or until the field is used. */
function whenIdle(field: HTMLElement, start: () => void): () => void {
  const begin = () => {
    cancel();
    start();
  };
  const hasIdle = typeof requestIdleCallback === 'function';
  const timer = hasIdle ? requestIdleCallback(begin) : setTimeout(begin, 200);
  field.addEventListener('focus', begin);
  const cancel = () => {
    field.removeEventListener('focus', begin);
    if (hasIdle) cancelIdleCallback(Number(timer));
    else clearTimeout(timer);
  };
  return cancel;
}

/** A plain field for the code, which becomes an editor where scripts run. The form sends the field. */
export function CodeField({ label, code, runtime, failedLine, onChange, onRun }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const host = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(null);
  const [isReady, setReady] = useState(false);
  const changed = useEffectEvent(onChange);
  const run = useEffectEvent(onRun);
  const latest = useEffectEvent(() => code);

  useEffect(() => {
    const [textarea, element] = [field.current, host.current];
    if (!textarea || !element) return;
    // Typed before this script was there.
    if (textarea.value !== latest()) changed(textarea.value);
    let isGone = false;
    const cancel = whenIdle(textarea, async () => {
      const { mountEditor } = await import('./editor.ts');
      if (isGone) return;
      const options = { label, runtime, onChange: changed, onRun: run };
      const made = await mountEditor(element, { code: latest(), ...options });
      if (isGone) return made.destroy();
      made.setCode(latest());
      editor.current = made;
      setReady(true);
    });
    return () => {
      isGone = true;
      cancel();
      editor.current?.destroy();
      editor.current = null;
    };
  }, [label, runtime]);

  useEffect(() => editor.current?.setCode(code), [code]);
  useEffect(() => editor.current?.markLine(failedLine), [failedLine]);

  return (
    <div className="lab-code" data-ready={isReady || undefined}>
      <label className="hidden-text" htmlFor={ID}>
        {label}
      </label>
      <textarea
        ref={field}
        id={ID}
        name="code"
        className="input"
        value={code}
        onChange={(event) => onChange(event.target.value)}
        rows={14}
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        wrap="off"
      />
      <div ref={host} className="lab-editor" />
      <p className="hint lab-keys">{messages.lab.keys}</p>
    </div>
  );
}
