import { adminApi } from '@strapi/strapi/admin';
import type {
  Block,
  Entry,
  EntryPlace,
  Estimate,
  Fields,
  Job,
  JobRecord,
  KindName,
  Proposal,
  ProposalPage,
  ProposalState,
  ProvenancePage,
  StartJob,
  Status,
} from '../../server/wire';
import type { ReadPage } from './proposals/shown';

export const ofCourse = (courseId: string, rest: string): string =>
  `/ai-author/courses/${courseId}${rest}`;

export const post = (url: string, data: unknown = {}) => ({ url, method: 'POST', data }) as const;

/** A query of what is there; Strapi's client would send a `&` within a value as it is. */
export function queryOf(
  values: Readonly<Record<string, string | number | boolean | null | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value));
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/** What every endpoint of this room is put into; each folder injects its own. */
export const aiApi = adminApi.enhanceEndpoints({
  addTagTypes: [
    'Document',
    'Relations',
    'PublishStatus',
    'AiStatus',
    'AiJobs',
    'AiProposals',
    'AiWritten',
    'AiSources',
    'AiUsage',
  ],
});

/** What may be another after a proposal was accepted or undone: drafts, and all that is read from them. */
export const draftsChanged = [
  'AiProposals',
  'AiJobs',
  'AiWritten',
  'Document',
  'Relations',
  'PublishStatus',
] as const;

export interface ProposalsQuestion {
  readonly courseId: string;
  readonly state?: ProposalState | undefined;
  readonly kind?: KindName | undefined;
  /** The document id of the draft it is about. */
  readonly entry?: string | undefined;
  readonly job?: number | undefined;
  readonly before?: number | undefined;
}

/** What became of proposals that were accepted at once. */
export interface AcceptedMany {
  readonly accepted: readonly number[];
  readonly refused: readonly {
    readonly id: number;
    readonly code: string;
    readonly message: string;
  }[];
}

interface OfProposal {
  readonly courseId: string;
  readonly id: number;
}

const ofProposal = ({ courseId, id }: OfProposal, act: string): string =>
  ofCourse(courseId, `/proposals/${id}/${act}`);

const shared = aiApi.injectEndpoints({
  endpoints: (build) => ({
    aiStatus: build.query<Status, void>({
      query: () => '/ai-author/status',
      providesTags: ['AiStatus'],
    }),
    aiEntryPlace: build.query<EntryPlace, Entry>({
      query: ({ kind, documentId }) => `/ai-author/entries/${kind}/${documentId}`,
      providesTags: ['Relations'],
    }),

    aiEstimate: build.mutation<Estimate, StartJob & { courseId: string }>({
      query: ({ courseId, ...asked }) => post(ofCourse(courseId, '/estimate'), asked),
    }),
    aiStartJob: build.mutation<Job, StartJob & { courseId: string }>({
      query: ({ courseId, ...asked }) => post(ofCourse(courseId, '/jobs'), asked),
      invalidatesTags: ['AiJobs', 'AiUsage'],
    }),
    aiJob: build.query<JobRecord, { courseId: string; jobId: number }>({
      query: ({ courseId, jobId }) => ofCourse(courseId, `/jobs/${jobId}`),
      providesTags: ['AiJobs'],
    }),

    aiProposals: build.query<ReadPage, ProposalsQuestion>({
      // Of a proposal that was told of by a job, too, the later word holds.
      queryFn: async ({ courseId, ...asked }, _api, _options, ask) => {
        const askedAt = Date.now();
        const answer = await ask(ofCourse(courseId, `/proposals${queryOf({ ...asked })}`));
        return answer.error === undefined
          ? { data: { ...(answer.data as ProposalPage), askedAt } }
          : { error: answer.error };
      },
      providesTags: ['AiProposals', 'Relations'],
    }),
    aiAccept: build.mutation<
      Proposal,
      OfProposal & {
        fields?: Fields;
        children?: Block['children'];
        overwrite?: boolean;
        isReviewed: boolean;
      }
    >({
      query: ({ courseId, id, ...body }) => post(ofProposal({ courseId, id }, 'accept'), body),
      invalidatesTags: draftsChanged,
    }),
    aiAcceptMany: build.mutation<AcceptedMany, { courseId: string; ids: readonly number[] }>({
      query: ({ courseId, ids }) => post(ofCourse(courseId, '/proposals/accept'), { ids }),
      invalidatesTags: draftsChanged,
    }),
    aiReject: build.mutation<Proposal, OfProposal>({
      query: (proposal) => post(ofProposal(proposal, 'reject')),
      invalidatesTags: ['AiProposals', 'AiJobs'],
    }),
    aiReopen: build.mutation<Proposal, OfProposal>({
      query: (proposal) => post(ofProposal(proposal, 'reopen')),
      invalidatesTags: ['AiProposals', 'AiJobs'],
    }),
    aiAgain: build.mutation<unknown, OfProposal & { remark: string }>({
      query: ({ remark, ...proposal }) => post(ofProposal(proposal, 'again'), { remark }),
      invalidatesTags: ['AiProposals', 'AiJobs', 'AiUsage'],
    }),
    aiUndo: build.mutation<Proposal, OfProposal & { overwrite?: boolean }>({
      query: ({ courseId, id, ...body }) => post(ofProposal({ courseId, id }, 'undo'), body),
      invalidatesTags: draftsChanged,
    }),

    aiWritten: build.query<
      ProvenancePage,
      {
        courseId: string;
        kind?: KindName | undefined;
        documentId?: string | undefined;
        unreviewed?: boolean | undefined;
        before?: number | undefined;
      }
    >({
      query: ({ courseId, ...asked }) => ofCourse(courseId, `/provenance${queryOf({ ...asked })}`),
      providesTags: ['AiWritten', 'Relations'],
    }),
    aiReview: build.mutation<unknown, { courseId: string; ids: readonly number[] }>({
      query: ({ courseId, ids }) => post(ofCourse(courseId, '/provenance/review'), { ids }),
      invalidatesTags: ['AiWritten', 'PublishStatus'],
    }),
  }),
});

export const {
  useAiStatusQuery,
  useAiEntryPlaceQuery,
  useAiEstimateMutation,
  useAiStartJobMutation,
  useAiJobQuery,
  useAiProposalsQuery,
  useAiAcceptMutation,
  useAiAcceptManyMutation,
  useAiRejectMutation,
  useAiReopenMutation,
  useAiAgainMutation,
  useAiUndoMutation,
  useAiWrittenQuery,
  useAiReviewMutation,
} = shared;
