import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import { permissions } from '../rights';
import { useWords } from '../words';
import { HistoryList } from './HistoryList';
import { ImportBundle } from './ImportBundle';

/** What was done with all courses' versions, and the door by which a course comes in. */
export function HistoryPage() {
  const { say } = useWords();
  const { allowedActions } = useRBAC(permissions);
  return (
    <Page.Main>
      <Page.Title>{say('page.history')}</Page.Title>
      <Layouts.Header
        title={say('page.history')}
        subtitle={say('page.history.about')}
        primaryAction={allowedActions.canPublish ? <ImportBundle /> : undefined}
      />
      <Layouts.Content>
        <HistoryList />
      </Layouts.Content>
    </Page.Main>
  );
}
