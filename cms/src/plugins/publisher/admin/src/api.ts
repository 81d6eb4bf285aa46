import { adminApi } from '@strapi/strapi/admin';
import type { PublishOutcome } from '../../server/publish';
import type { PublishStatus } from '../../server/status';
import type { KindName } from '../../server/tree';
import type {
  CourseState,
  Difference,
  HistoryPage,
  Impact,
  Learners,
  NodeDifference,
  PreviewLink,
  RestoreState,
  Schedule,
  Side,
  Version,
} from '../../server/wire';

export const courseUid = 'api::course.draft-course';

/** One draft course, and what is sent along. */
type About<Body> = { readonly documentId: string } & Body;
type Draft = About<unknown>;

/** What is asked for when two states of a course are compared. */
export interface Comparison {
  readonly documentId: string;
  readonly from: Side | null;
  readonly to: Side;
}

/** `course` is a document id, `q` a part of a course's name, `from` and `to` moments. */
export interface HistoryQuestion {
  readonly course?: string | undefined;
  readonly q?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly page: number;
}

const ofCourse = (documentId: string, rest = ''): string =>
  `/publisher/courses/${documentId}${rest}`;

const post = (url: string, data: unknown = {}) => ({ url, method: 'POST', data }) as const;

/** A query of what is there; Strapi's client would send a `&` within a value as it is. */
function queryOf(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  return `?${query.toString()}`;
}

const sides = ({ from, to }: Comparison): string => queryOf({ from, to });

// After a failure too: what is known may be old. The entry itself carries version and state.
const courseChanged = (_result: unknown, _error: unknown, { documentId }: Draft) =>
  [
    'PublishStatus',
    { type: 'Document', id: `${courseUid}_${documentId}` },
    { type: 'Document', id: `${courseUid}_LIST` },
  ] as const;

/** A restore writes every draft of the course anew. */
const draftsChanged = () => ['PublishStatus', 'Document', 'Relations'] as const;

const publisherApi = adminApi
  .enhanceEndpoints({ addTagTypes: ['Document', 'Relations', 'PublishStatus'] })
  .injectEndpoints({
    endpoints: (build) => ({
      publishStatus: build.query<PublishStatus, string>({
        query: (documentId) => ofCourse(documentId),
        // Strapi declares all relations out of date whenever an entry of any kind is created or
        // saved, also in the dialog over a course's modules. Then the problems may differ too.
        providesTags: ['PublishStatus', 'Relations'],
      }),
      publishCourse: build.mutation<PublishOutcome, About<{ message: string; learners: Learners }>>(
        {
          query: ({ documentId, ...body }) => post(ofCourse(documentId, '/publish'), body),
          invalidatesTags: courseChanged,
        },
      ),

      unpublish: build.mutation<
        { state: CourseState },
        About<{ message: string; access: 'keep' | 'close' }>
      >({
        query: ({ documentId, ...body }) => post(ofCourse(documentId, '/unpublish'), body),
        invalidatesTags: courseChanged,
      }),
      republish: build.mutation<{ state: CourseState }, About<{ message: string }>>({
        query: ({ documentId, ...body }) => post(ofCourse(documentId, '/republish'), body),
        invalidatesTags: courseChanged,
      }),

      differences: build.query<Difference, Comparison>({
        query: (asked) => ofCourse(asked.documentId, `/differences${sides(asked)}`),
        providesTags: ['PublishStatus', 'Relations'],
      }),
      nodeDifference: build.query<NodeDifference, Comparison & { kind: KindName; id: number }>({
        query: (asked) =>
          ofCourse(asked.documentId, `/differences/${asked.kind}/${asked.id}${sides(asked)}`),
        providesTags: ['PublishStatus', 'Relations'],
      }),
      impact: build.query<Impact, About<{ to: Side }>>({
        query: ({ documentId, to }) => ofCourse(documentId, `/impact${queryOf({ to })}`),
        providesTags: ['PublishStatus', 'Relations'],
      }),

      schedule: build.query<Schedule | null, string>({
        query: (documentId) => ofCourse(documentId, '/schedule'),
        // Strapi's client makes an empty object of an answer that is null.
        transformResponse: (answer: Schedule | object | null) =>
          answer !== null && 'state' in answer ? answer : null,
        providesTags: ['PublishStatus', 'Relations'],
      }),
      scheduleCourse: build.mutation<
        unknown,
        About<{ runAt: string; timeZone: string; message: string; learners: Learners }>
      >({
        query: ({ documentId, ...body }) => post(ofCourse(documentId, '/schedule'), body),
        invalidatesTags: courseChanged,
      }),
      takeEditsIn: build.mutation<unknown, Draft>({
        query: ({ documentId }) => post(ofCourse(documentId, '/schedule/refreeze')),
        invalidatesTags: courseChanged,
      }),
      unschedule: build.mutation<unknown, Draft>({
        query: ({ documentId }) => ({ url: ofCourse(documentId, '/schedule'), method: 'DELETE' }),
        invalidatesTags: courseChanged,
      }),

      preview: build.mutation<PreviewLink, About<{ hours: number }>>({
        query: ({ documentId, hours }) => post(ofCourse(documentId, '/preview'), { hours }),
      }),

      versions: build.query<Version[], string>({
        query: (documentId) => ofCourse(documentId, '/versions'),
        providesTags: ['PublishStatus'],
      }),
      rollBack: build.mutation<
        { version: number; approval: number | null },
        About<{ version: number; message: string; learners: Learners }>
      >({
        query: ({ documentId, version, ...body }) =>
          post(ofCourse(documentId, `/versions/${version}/rollback`), body),
        invalidatesTags: courseChanged,
      }),
      restore: build.mutation<unknown, About<{ version: number }>>({
        query: ({ documentId, version }) =>
          post(ofCourse(documentId, `/versions/${version}/restore`)),
        invalidatesTags: draftsChanged,
      }),
      restoreState: build.query<RestoreState, string>({
        query: (documentId) => ofCourse(documentId, '/restore'),
        providesTags: ['PublishStatus', 'Relations'],
      }),
      undoRestore: build.mutation<unknown, Draft>({
        query: ({ documentId }) => post(ofCourse(documentId, '/restore/undo')),
        invalidatesTags: draftsChanged,
      }),

      importBundle: build.mutation<{ documentId: string }, FormData>({
        query: (form) => post('/publisher/bundles', form),
        invalidatesTags: ['PublishStatus', { type: 'Document', id: `${courseUid}_LIST` }],
      }),

      history: build.query<HistoryPage, HistoryQuestion>({
        query: (asked) => `/publisher/history${queryOf({ ...asked })}`,
        providesTags: ['PublishStatus'],
      }),
    }),
  });

export const {
  usePublishStatusQuery,
  usePublishCourseMutation,
  useUnpublishMutation,
  useRepublishMutation,
  useDifferencesQuery,
  useNodeDifferenceQuery,
  useImpactQuery,
  useScheduleQuery,
  useScheduleCourseMutation,
  useTakeEditsInMutation,
  useUnscheduleMutation,
  usePreviewMutation,
  useVersionsQuery,
  useRollBackMutation,
  useRestoreMutation,
  useRestoreStateQuery,
  useUndoRestoreMutation,
  useImportBundleMutation,
  useHistoryQuery,
} = publisherApi;
