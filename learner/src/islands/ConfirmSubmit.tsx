import type { RefObject } from 'react';
import { messages } from '../messages/index.ts';

interface Props {
  readonly dialog: RefObject<HTMLDialogElement | null>;
  readonly total: number;
  readonly missing: number;
  readonly marked: number;
  readonly onYes: () => void;
}

const text = messages.test;

/** Asks before answers are handed in, and says what is left out. */
export function ConfirmSubmit({ dialog, total, missing, marked, onYes }: Props) {
  return (
    <dialog ref={dialog} aria-labelledby="confirm-title">
      <h2 id="confirm-title">{text.confirmTitle}</h2>
      <p>
        {missing === 0 ? text.confirmAll(total) : text.confirmSome(missing)}
        {marked > 0 && ` ${text.confirmMarked(marked)}`}
      </p>
      <p className="quiet">{missing === 0 ? text.submitHint : text.confirmMore}</p>
      <div className="player-ways">
        <button type="button" className="button" onClick={onYes}>
          {text.confirmYes}
        </button>
        <button type="button" className="button plain" onClick={() => dialog.current?.close()}>
          {text.confirmNo}
        </button>
      </div>
    </dialog>
  );
}
