import { useRef, useState } from 'react';
import { failureOf } from '../../../../publisher/admin/src/failure';
import type { Source } from '../../../server/wire';
import { useWords } from '../words';
import { useAiAttachFileMutation, useAiAttachPageMutation } from './api';

/** As the server takes them; the server looks once more. */
export const endings = ['.md', '.markdown', '.txt', '.pdf', '.docx'] as const;
const mostBytes = 20 * 1024 * 1024;

type Answer = { readonly data: Source } | { readonly error: unknown };

/** Attaches files, one after the other, or a page; tells what is read, what was, and what was refused. */
export function useAttach(courseId: string, onAttached: (source: Source) => void) {
  const { say } = useWords();
  const [attachFile] = useAiAttachFileMutation();
  const [attachPage] = useAiAttachPageMutation();
  const [running, setRunning] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [problems, setProblems] = useState<readonly string[]>([]);
  // The newest, because files are read one after the other while the page goes on.
  const attached = useRef(onAttached);
  attached.current = onAttached;

  /** @returns the source, or null where it was refused; the reason is in `problems` then. */
  async function settled(name: string, work: PromiseLike<Answer>): Promise<Source | null> {
    const answer = await work;
    if ('data' in answer) {
      attached.current(answer.data);
      setDone(say('sources.attach.done', { name: answer.data.name }));
      return answer.data;
    }
    const failure = failureOf(answer.error);
    const why = failure.kind === 'said' ? failure.text : say(`sources.attach.${failure.kind}`);
    refuse(say('sources.attach.refused', { name, why }));
    return null;
  }
  const refuse = (problem: string) => setProblems((before) => [...before, problem]);
  const begin = () => {
    setProblems([]);
    setDone(null);
  };

  async function files(list: readonly File[]): Promise<void> {
    begin();
    let count = 0;
    for (const [index, file] of list.entries()) {
      const { name } = file;
      const at = { name, at: index + 1, all: list.length };
      if (!endings.some((ending) => name.toLowerCase().endsWith(ending)))
        refuse(say('sources.attach.type', { name }));
      else if (file.size > mostBytes) refuse(say('sources.attach.large', { name }));
      else {
        setRunning(
          list.length === 1
            ? say('sources.attach.reading', { name })
            : say('sources.attach.reading.of', at),
        );
        if ((await settled(name, attachFile({ courseId, file }))) !== null) count += 1;
      }
    }
    setRunning(null);
    if (count > 1) setDone(say('sources.attach.done.count', { count }));
  }

  async function page(url: string): Promise<boolean> {
    begin();
    setRunning(say('sources.attach.reading', { name: url }));
    const source = await settled(url, attachPage({ courseId, url }));
    setRunning(null);
    return source !== null;
  }

  return { files, page, running, done, problems };
}
