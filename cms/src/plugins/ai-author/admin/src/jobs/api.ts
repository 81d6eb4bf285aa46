import type { JobPage } from '../../../server/wire';
import { aiApi, ofCourse, post, queryOf } from '../api';

/** What can be done with a job that has not ended. */
export type JobAction = 'pause' | 'resume' | 'cancel';

const jobsApi = aiApi.injectEndpoints({
  endpoints: (build) => ({
    aiJobs: build.query<JobPage, { courseId: string; before: string }>({
      query: ({ courseId, before }) => ofCourse(courseId, `/jobs${queryOf({ before })}`),
      providesTags: ['AiJobs', 'AiProposals'],
    }),
    changeAiJob: build.mutation<unknown, { courseId: string; id: number; action: JobAction }>({
      query: ({ courseId, id, action }) => post(ofCourse(courseId, `/jobs/${id}/${action}`)),
      invalidatesTags: ['AiJobs'],
    }),
  }),
});

export const { useAiJobsQuery, useChangeAiJobMutation } = jobsApi;
