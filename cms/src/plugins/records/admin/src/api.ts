import { adminApi } from '@strapi/strapi/admin';
import type { Asked } from '../../../approvals/server/wire';
import type { NewKey } from '../../server/keys/preview';
import type { Review } from '../../server/review';
import type {
  Account,
  AttemptLine,
  AttemptRecord,
  CorrectionPreview,
  CourseChoice,
  EnrollmentLine,
  LogPage,
  Paged,
  QuestionLine,
  QuestionRecord,
  StudentLine,
  StudentRecord,
  SubmissionLine,
  SubmissionRecord,
} from '../../server/wire';

/** What a list is narrowed to, as it stands in the address; empty texts do not narrow. */
export type Question = Readonly<Record<string, string | number | undefined>>;

/** Strapi's client would send a `&` within a value as it is. */
function queryOf(values: Question): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') query.set(name, String(value));
  return `?${query.toString()}`;
}

const post = (url: string, data: unknown) =>
  ({ url: `/records${url}`, method: 'POST', data }) as const;

const recordsApi = adminApi.enhanceEndpoints({ addTagTypes: ['Records'] }).injectEndpoints({
  endpoints: (build) => {
    const list = <Row>(path: string) =>
      build.query<Paged<Row>, Question>({
        query: (asked) => `/records${path}${queryOf(asked)}`,
        providesTags: ['Records'],
      });
    const one = <Entry>(path: string) =>
      build.query<Entry, number>({
        query: (id) => `/records${path}/${id}`,
        providesTags: ['Records'],
      });
    // After a failure too: what is known may be old.
    const invalidatesTags = ['Records'] as const;
    return {
      recordCourses: build.query<CourseChoice[], void>({
        query: () => '/records/courses',
        providesTags: ['Records'],
      }),
      students: list<StudentLine>('/students'),
      student: one<StudentRecord>('/students'),
      studentLog: build.query<LogPage, { id: number; before?: number }>({
        query: ({ id, before }) => `/records/students/${id}/log${queryOf({ before })}`,
        providesTags: ['Records'],
      }),
      setSuspended: build.mutation<Account, { id: number; suspended: boolean; reason: string }>({
        query: ({ id, suspended, reason }) =>
          post(`/students/${id}/${suspended ? 'suspend' : 'reinstate'}`, { reason }),
        invalidatesTags,
      }),
      enrollments: list<EnrollmentLine>('/enrollments'),
      attempts: list<AttemptLine>('/attempts'),
      attempt: one<AttemptRecord>('/attempts'),
      questions: build.query<QuestionLine[], number>({
        query: (test) => `/records/questions${queryOf({ test })}`,
        providesTags: ['Records'],
      }),
      question: one<QuestionRecord>('/questions'),
      previewCorrection: build.mutation<CorrectionPreview, NewKey & { id: number }>({
        query: ({ id, ...key }) => post(`/questions/${id}/preview`, key),
      }),
      askForCorrection: build.mutation<Asked, NewKey & { id: number; reason: string }>({
        query: ({ id, ...body }) => post(`/questions/${id}/correct`, body),
        invalidatesTags,
      }),
      submissions: list<SubmissionLine>('/submissions'),
      submission: one<SubmissionRecord>('/submissions'),
      takeSubmission: build.mutation<SubmissionRecord, { id: number; from: number | null }>({
        query: ({ id, from }) => post(`/submissions/${id}/take`, { from }),
        invalidatesTags,
      }),
      reviewSubmission: build.mutation<SubmissionRecord, Review & { id: number }>({
        query: ({ id, ...review }) => post(`/submissions/${id}/review`, review),
        invalidatesTags,
      }),
    };
  },
});

export const {
  useRecordCoursesQuery,
  useStudentsQuery,
  useStudentQuery,
  useStudentLogQuery,
  useSetSuspendedMutation,
  useEnrollmentsQuery,
  useAttemptsQuery,
  useAttemptQuery,
  useQuestionsQuery,
  useQuestionQuery,
  usePreviewCorrectionMutation,
  useAskForCorrectionMutation,
  useSubmissionsQuery,
  useSubmissionQuery,
  useTakeSubmissionMutation,
  useReviewSubmissionMutation,
} = recordsApi;
