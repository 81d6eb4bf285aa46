import { aiApi, post } from '../api';

export interface NewCourse {
  readonly name: string;
  /** What it should teach; kept as the draft's `ai_command`. */
  readonly ai_command: string;
  readonly level: 'beginner' | 'intermediate' | 'advanced';
}

const generateApi = aiApi.injectEndpoints({
  endpoints: (build) => ({
    makeAiCourse: build.mutation<{ documentId: string }, NewCourse>({
      query: (data) => post('/ai-author/courses', data),
      invalidatesTags: ['Document', 'AiJobs'],
    }),
  }),
});

export const { useMakeAiCourseMutation } = generateApi;
