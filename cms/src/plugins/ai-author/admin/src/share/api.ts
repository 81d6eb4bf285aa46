import type { CourseLine } from '../../../server/wire';
import { aiApi, ofCourse } from '../api';

const shareApi = aiApi.injectEndpoints({
  endpoints: (build) => ({
    aiCourses: build.query<CourseLine[], void>({
      query: () => '/ai-author/courses',
      providesTags: ['AiWritten', 'AiProposals', 'AiJobs', 'Document'],
    }),
    aiCourse: build.query<CourseLine, string>({
      query: (courseId) => ofCourse(courseId, ''),
      providesTags: ['AiWritten', 'AiProposals', 'AiJobs', 'Document'],
    }),
  }),
});

export const { useAiCoursesQuery, useAiCourseQuery } = shareApi;
