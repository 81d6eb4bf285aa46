import { adminApi } from '@strapi/strapi/admin';
import type { PublishOutcome } from '../../server/publish';
import type { PublishStatus } from '../../server/status';

export const courseUid = 'api::course.draft-course';

const publisherApi = adminApi
  .enhanceEndpoints({ addTagTypes: ['Document', 'Relations', 'PublishStatus'] })
  .injectEndpoints({
    endpoints: (build) => ({
      publishStatus: build.query<PublishStatus, string>({
        query: (documentId) => `/publisher/courses/${documentId}`,
        // Strapi declares all relations out of date whenever an entry of any kind is created or
        // saved, also in the dialog over a course's modules. Then the problems may differ too.
        providesTags: ['PublishStatus', 'Relations'],
      }),
      publishCourse: build.mutation<PublishOutcome, { documentId: string; message: string }>({
        query: ({ documentId, message }) => ({
          url: `/publisher/courses/${documentId}/publish`,
          method: 'POST',
          data: { message },
        }),
        // After a failure too: what is known may be old. The entry itself carries its version.
        invalidatesTags: (_result, _error, { documentId }) => [
          'PublishStatus',
          { type: 'Document', id: `${courseUid}_${documentId}` },
          { type: 'Document', id: `${courseUid}_LIST` },
        ],
      }),
    }),
  });

export const { usePublishStatusQuery, usePublishCourseMutation } = publisherApi;
