import { adminApi } from '@strapi/strapi/admin';
import type { Paged } from '../../../records/server/wire';
import type { ApprovalLine, ApprovalRecord, Asked, Candidates } from '../../server/wire';

export interface ApprovalFilter {
  readonly state: string;
  readonly action: string;
  readonly mine: string;
  /** From 1. */
  readonly page: number;
}

/** Strapi's client would send a `&` within a value as it is. */
function queryOf(filter: ApprovalFilter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter))
    if (value !== '') query.set(name, String(value));
  return query.toString();
}

const approvalsApi = adminApi.enhanceEndpoints({ addTagTypes: ['Approvals'] }).injectEndpoints({
  endpoints: (build) => {
    // After a failure too: what is known may be old.
    const invalidatesTags = ['Approvals'] as const;
    const decision = <Sent extends object = object>(verb: string) =>
      build.mutation<ApprovalRecord, Sent & { readonly id: number }>({
        query: ({ id, ...data }) => ({ url: `/approvals/${id}/${verb}`, method: 'POST', data }),
        invalidatesTags,
      });
    return {
      approvals: build.query<Paged<ApprovalLine>, ApprovalFilter>({
        query: (filter) => `/approvals?${queryOf(filter)}`,
        providesTags: ['Approvals'],
      }),
      waitingApprovals: build.query<{ count: number }, void>({
        query: () => '/approvals/waiting',
        providesTags: ['Approvals'],
      }),
      approval: build.query<ApprovalRecord, number>({
        query: (id) => `/approvals/${id}`,
        providesTags: ['Approvals'],
      }),
      vote: decision<{ approve: boolean; payloadHash: string; remark: string }>('vote'),
      withdrawApproval: decision('withdraw'),
      executeApproval: decision('execute'),
      candidates: build.query<Candidates, void>({
        query: () => '/approvals/administrators',
        providesTags: ['Approvals'],
      }),
      askForAdministrator: build.mutation<
        Asked,
        { administrator: number; role: string; reason: string }
      >({
        query: (data) => ({ url: '/approvals/administrators', method: 'POST', data }),
        invalidatesTags,
      }),
    };
  },
});

export const {
  useApprovalsQuery,
  useWaitingApprovalsQuery,
  useApprovalQuery,
  useVoteMutation,
  useWithdrawApprovalMutation,
  useExecuteApprovalMutation,
  useCandidatesQuery,
  useAskForAdministratorMutation,
} = approvalsApi;
