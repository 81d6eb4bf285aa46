import type { Source, SourceRecord } from '../../../server/wire';
import { aiApi, ofCourse, post } from '../api';

const sourcesApi = aiApi.injectEndpoints({
  endpoints: (build) => ({
    aiSources: build.query<Source[], string>({
      query: (courseId) => ofCourse(courseId, '/sources'),
      providesTags: ['AiSources'],
    }),
    aiSource: build.query<SourceRecord, { courseId: string; id: number; after: number }>({
      query: ({ courseId, id, after }) => ofCourse(courseId, `/sources/${id}?after=${after}`),
      providesTags: ['AiSources'],
    }),
    aiAttachFile: build.mutation<Source, { courseId: string; file: File }>({
      query: ({ courseId, file }) => {
        const form = new FormData();
        form.append('file', file);
        return post(ofCourse(courseId, '/sources'), form);
      },
      invalidatesTags: ['AiSources'],
    }),
    aiAttachPage: build.mutation<Source, { courseId: string; url: string }>({
      query: ({ courseId, url }) => post(ofCourse(courseId, '/sources'), { url }),
      invalidatesTags: ['AiSources'],
    }),
    aiRemoveSource: build.mutation<unknown, { courseId: string; id: number }>({
      query: ({ courseId, id }) => ({
        url: ofCourse(courseId, `/sources/${id}`),
        method: 'DELETE',
      }),
      invalidatesTags: ['AiSources'],
    }),
  }),
});

export const {
  useAiSourcesQuery,
  useAiSourceQuery,
  useAiAttachFileMutation,
  useAiAttachPageMutation,
  useAiRemoveSourceMutation,
} = sourcesApi;
