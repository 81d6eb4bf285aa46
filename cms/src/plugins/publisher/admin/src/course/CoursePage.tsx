import { Box, Tabs } from '@strapi/design-system';
import { ArrowLeft } from '@strapi/icons';
import { Layouts, Page, useRBAC } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import type { Version } from '../../../server/wire';
import { courseUid, usePublishStatusQuery, useVersionsQuery } from '../api';
import { failureOf } from '../failure';
import { HistoryList } from '../history/HistoryList';
import { historyPath, isTab, type Tab } from '../names';
import { Loading, Unreadable } from '../parts/Loading';
import { TextLink } from '../parts/TextLink';
import { permissions } from '../rights';
import { useWords } from '../words';
import { Changes } from './Changes';
import { Versions } from './Versions';

const tabs: readonly Tab[] = ['changes', 'versions', 'history'];

/** Everything about one course's versions. */
export function CoursePage() {
  const { documentId = '' } = useParams();
  const { say } = useWords();
  const [search, setSearch] = useSearchParams();
  const { allowedActions } = useRBAC(permissions);
  const { data: status } = usePublishStatusQuery(documentId);
  const name = status?.name.trim() || say('page.course.untitled');
  const asked = search.get('tab');
  const tab = isTab(asked) ? asked : 'changes';
  return (
    <Page.Main>
      <Page.Title>{`${say('menu.title')}: ${name}`}</Page.Title>
      <Layouts.Header
        title={status === undefined ? say('menu.title') : name}
        subtitle={
          <TextLink to={`/content-manager/collection-types/${courseUid}/${documentId}`}>
            {say('page.course.edit')}
          </TextLink>
        }
        navigationAction={
          <TextLink to={historyPath} startIcon={<ArrowLeft aria-hidden />}>
            {say('page.course.back')}
          </TextLink>
        }
      />
      <Layouts.Content>
        <Tabs.Root
          variant="simple"
          value={tab}
          onValueChange={(chosen) => setSearch({ tab: chosen }, { replace: true })}
        >
          <Tabs.List aria-label={say('tabs.label')}>
            {tabs.map((each) => (
              <Tabs.Trigger key={each} value={each}>
                {say(`tab.${each}`)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <Box paddingTop={6} paddingBottom={8}>
            <Tabs.Content value="changes">
              <WithVersions documentId={documentId}>
                {(versions) => <Changes documentId={documentId} versions={versions} />}
              </WithVersions>
            </Tabs.Content>
            <Tabs.Content value="versions">
              <WithVersions documentId={documentId}>
                {(versions) => (
                  <Versions
                    documentId={documentId}
                    versions={versions}
                    publishes={allowedActions.canPublish === true}
                  />
                )}
              </WithVersions>
            </Tabs.Content>
            <Tabs.Content value="history">
              <HistoryList course={documentId} />
            </Tabs.Content>
          </Box>
        </Tabs.Root>
      </Layouts.Content>
    </Page.Main>
  );
}

interface WithVersionsProps {
  readonly documentId: string;
  readonly children: (versions: readonly Version[]) => ReactNode;
}

function WithVersions({ documentId, children }: WithVersionsProps) {
  const { data, error, isFetching, refetch } = useVersionsQuery(documentId, {
    refetchOnMountOrArgChange: true,
  });
  if (error !== undefined && !isFetching)
    return <Unreadable failure={failureOf(error)} onRetry={() => void refetch()} />;
  return data === undefined ? <Loading /> : children(data);
}
