import { adminApi } from '@strapi/strapi/admin';
import type { Asked } from '../../../approvals/server/wire';
import type {
  BatchLine,
  BatchRecord,
  CertificatePage,
  CertificateRecord,
  CourseName,
  DesignEntry,
  DesignForm,
  DesignLine,
  FileCheck,
} from '../../server/wire';

/** What the register is narrowed to, by the names of the route; empty texts do not narrow. */
export type Question = Readonly<Record<string, string>>;

/** Strapi's client would send a `&` within a value as it is. */
export function queryOf(values: Question): string {
  const given = Object.entries(values).filter(([, value]) => value !== '');
  return `?${new URLSearchParams(given).toString()}`;
}

const certificateAt = (number: string) => `/certificates/register/${encodeURIComponent(number)}`;

/** What is asked for about one certificate. */
export type Wish = {
  readonly number: string;
  readonly publicReason: string;
  readonly reason: string;
} & (
  | { readonly what: 'revoke' | 'correct-marksheet' }
  | { readonly what: 'reissue'; readonly withNameOfToday: boolean }
);

const certificatesApi = adminApi
  .enhanceEndpoints({
    addTagTypes: ['Certificates', 'CertificateBatches', 'CertificateDesigns', 'Records'],
  })
  .injectEndpoints({
    endpoints: (build) => ({
      certificates: build.query<CertificatePage, Question>({
        query: (asked) => `/certificates/register${queryOf(asked)}`,
        providesTags: ['Certificates'],
      }),
      certificate: build.query<CertificateRecord, string>({
        query: certificateAt,
        providesTags: ['Certificates'],
      }),
      certificateCourses: build.query<CourseName[], void>({
        query: () => '/certificates/courses',
        providesTags: ['Certificates'],
      }),
      checkCertificateFiles: build.mutation<FileCheck, string>({
        query: (number) => ({ url: `${certificateAt(number)}/check`, method: 'POST', data: {} }),
      }),
      askAboutCertificate: build.mutation<Asked, Wish>({
        query: ({ number, what, ...data }) => ({
          url: `${certificateAt(number)}/${what}`,
          method: 'POST',
          data,
        }),
        // After a failure too: what is known may be old.
        invalidatesTags: ['Certificates', 'Records'],
      }),
      batchCourses: build.query<CourseName[], void>({
        query: () => '/certificates/batches/courses',
        providesTags: ['CertificateBatches'],
      }),
      certificateBatches: build.query<BatchLine[], void>({
        query: () => '/certificates/batches',
        providesTags: ['CertificateBatches'],
      }),
      certificateBatch: build.query<BatchRecord, { id: number; after: number }>({
        query: ({ id, after }) => `/certificates/batches/${id}?after=${after}`,
        providesTags: ['CertificateBatches'],
      }),
      startCertificateBatch: build.mutation<
        { batch: number },
        { course: number; students: readonly number[] }
      >({
        query: (data) => ({ url: '/certificates/batches', method: 'POST', data }),
        invalidatesTags: ['CertificateBatches', 'Certificates'],
      }),
      stopCertificateBatch: build.mutation<BatchRecord, number>({
        query: (id) => ({ url: `/certificates/batches/${id}/cancel`, method: 'POST', data: {} }),
        invalidatesTags: ['CertificateBatches', 'Certificates'],
      }),
      certificateDesigns: build.query<DesignLine[], void>({
        query: () => '/certificates/designs',
        providesTags: ['CertificateDesigns'],
      }),
      certificateDesign: build.query<DesignEntry, number>({
        query: (id) => `/certificates/designs/${id}`,
        providesTags: ['CertificateDesigns'],
      }),
      saveCertificateDesign: build.mutation<{ id: number }, DesignForm>({
        query: (data) => ({ url: '/certificates/designs', method: 'POST', data }),
        invalidatesTags: ['CertificateDesigns'],
      }),
    }),
  });

export const {
  useCertificatesQuery,
  useCertificateQuery,
  useCertificateCoursesQuery,
  useCheckCertificateFilesMutation,
  useAskAboutCertificateMutation,
  useBatchCoursesQuery,
  useCertificateBatchesQuery,
  useCertificateBatchQuery,
  useStartCertificateBatchMutation,
  useStopCertificateBatchMutation,
  useCertificateDesignsQuery,
  useLazyCertificateDesignQuery,
  useSaveCertificateDesignMutation,
} = certificatesApi;
