import { useEffect } from 'react';
import { useBlocker } from 'react-router-dom';
import { ConfirmDialog } from '../../../../records/admin/src/parts/ConfirmDialog';
import { useWords } from '../words';

/** Asks before somebody leaves the page who has changed `count` proposals and accepted none of these. */
export function LeaveQuestion({ count }: { readonly count: number }) {
  const { say } = useWords();
  const isAsked = count > 0;
  // Another filter is the same page.
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      isAsked && currentLocation.pathname !== nextLocation.pathname,
  );
  useEffect(() => {
    if (!isAsked) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isAsked]);
  if (blocker.state !== 'blocked') return null;
  return (
    <ConfirmDialog
      open
      danger
      title={say('leave.title')}
      about={say('leave.about', { count })}
      confirm={say('leave.confirm')}
      running={null}
      failure={null}
      onConfirm={() => blocker.proceed()}
      onClose={() => blocker.reset()}
    />
  );
}
