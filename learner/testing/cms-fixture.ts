import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SignedIn } from '@ourshiksha/contract/account';
import {
  getCertificate,
  getMarksheet,
  issueCertificate,
  listCertificates,
  type Missing,
  type OwnCertificate,
  verifyByFile,
  verifyByNumber,
  verifyBySecret,
} from '@ourshiksha/contract/certificate';
import { getCourse, listCourses } from '@ourshiksha/contract/course';
import { getIssuer } from '@ourshiksha/contract/credential';
import type { Endpoint } from '@ourshiksha/contract/endpoint';
import {
  type Enrollment,
  enroll,
  getEnrollment,
  getVersionChanges,
  keepPlace,
  listEnrollments,
  moveToCurrent,
  type Overlay,
  type StepName,
} from '@ourshiksha/contract/enrollment';
import { type CurrentVersion, eventsPath, heartbeat } from '@ourshiksha/contract/events';
import {
  completeLesson,
  getLesson,
  type LessonActivity,
  recordActivity,
} from '@ourshiksha/contract/lesson';
import {
  declareLabDone,
  getLabSolution,
  getPracticeLab,
  revealHint,
  runLab,
  saveLabCode,
} from '@ourshiksha/contract/practice-lab';
import {
  getPreview,
  getPreviewLab,
  getPreviewLesson,
  getPreviewProject,
  getPreviewTest,
} from '@ourshiksha/contract/preview';
import { type Erasure, getPrivacy } from '@ourshiksha/contract/privacy';
import {
  getProject,
  removeSubmissionFile,
  type Submission,
  type SubmissionFile,
  submitProject,
  uploadSubmissionFiles,
} from '@ourshiksha/contract/project';
import { getStudent } from '@ourshiksha/contract/student';
import {
  getAttempt,
  getOpenAttempt,
  getTest,
  saveAnswers,
  startAttempt,
  submitAttempt,
} from '@ourshiksha/contract/test';
import type { z } from 'zod';
import { allSteps, groupSteps, nothingDone } from '../src/lib/steps.ts';
import { answerAccounts } from './accounts.ts';
import * as attempts from './attempts.ts';
import * as certificates from './certificates.ts';
import * as draft from './draft.ts';
import { createLabDesk } from './labs.ts';
import { Refused } from './refused.ts';
import {
  approvedSubmission,
  changes,
  closedCourse,
  course,
  fileLimits,
  lessons,
  NOW,
  otherCourses,
  outline,
  project,
  rejectedSubmission,
  submission,
  unpublishedCourse,
} from './sample.ts';
import { signed } from './signed.ts';

/**
 * A cms that keeps its word: an HTTP server whose requests and replies are parsed by the contract,
 * so that it cannot drift from it. State is one map in memory. For the learner's own tests and for
 * working on its pages; the whole system is tested in e2e/.
 *
 *   node testing/cms-fixture.ts 4400
 */

interface Person {
  id: number;
  name: string;
  email: string;
  password: string;
  confirmed: boolean;
  courses: Set<number>;
  /** Courses of which the person learns the version before the current one. */
  behind: Set<number>;
  completed: Set<number>;
  verifiedLabs: Set<number>;
  /** By course: the step that was open last. */
  places: Map<number, Pick<StepName, 'kind' | 'id'>>;
  attempts: attempts.Attempts;
  /** The newest first. */
  certificates: OwnCertificate[];
  submissions: Submission[];
  waitingFiles: SubmissionFile[];
  /** The wish to be erased. */
  wish: Erasure | null;
}

/** The links that do not work any more, by their tokens; any other is no link of ours. */
function draftRefused(token: string): Refused {
  if (token === 'p1.expired') return new Refused(403, 'preview.expired');
  if (token === 'p1.gone') return new Refused(404, 'preview.gone');
  if (token === 'p1.unreadable') return new Refused(422, 'preview.unreadable');
  return new Refused(403, 'preview.invalid');
}

const courses = [course, ...otherCourses];
const withdrawn = [unpublishedCourse, closedCourse];

function person(id: number, name: string, email: string): Person {
  const fresh = {
    courses: new Set<number>(),
    behind: new Set<number>(),
    completed: new Set<number>(),
    verifiedLabs: new Set<number>(),
    places: new Map(),
    attempts: [],
    certificates: [],
    submissions: [],
    waitingFiles: [],
    wish: null,
  };
  return { id, name, email, password: 'correct horse', confirmed: true, ...fresh };
}

/** Passed both tests of the course, and has tried the third, which few may take and seldom. */
function addPastAttempts(who: Person): void {
  const first = 7000 + who.id * 10;
  const past: attempts.Past[] = [
    { test: 301, answers: attempts.passingAnswers(301) },
    { test: 302, answers: attempts.passingAnswers(302) },
    {
      test: 303,
      closedBy: 'deadline',
      answers: { 906: ['A heading', 'A colour', 'A list'], 907: 'none' },
    },
    {
      test: 303,
      regradedAt: NOW,
      answers: { 906: ['A heading', 'A list'], 907: 'ALT', 908: 'No' },
    },
    { test: 303, shownAt: NOW, answers: { 906: ['A heading'] } },
  ];
  past.forEach((one, index) => {
    attempts.addPast(who.attempts, first + index, one);
  });
}

export interface Fixture {
  readonly url: string;
  /** The path and the headers of every request, newest last. */
  readonly seen: { path: string; headers: IncomingMessage['headers'] }[];
  /** What was reported of lessons, newest last. */
  readonly reports: { lesson: number; body: LessonActivity }[];
  /** "down" answers 500 to everything, "empty" has no course. The change is told as an event. */
  mode: 'up' | 'down' | 'empty';
  /** Tells every site that listens that a course has changed. */
  announce(course: CurrentVersion): void;
  /** Seconds an access token lives. */
  tokenLife: number;
  /** PDFs are being drawn, and none of the certificates that are issued from now on has one yet. */
  drawing: boolean;
  /** Whether the storage has other PDFs than those that were issued. */
  isDamaged: boolean;
  /** Too many numbers were looked up. */
  tooManyLookups: boolean;
  /** Seconds that attempts have which begin from now on, in place of their tests' own limit. */
  timeLimit: number | null;
  /** Seconds that the next save leaves to its attempt, once. */
  timeLeft: number | null;
  close(): Promise<void>;
}

function token(kind: string, id: number, life: number): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  return [part({ alg: 'none' }), part({ kind, id, exp: now + life }), `n${Math.random()}`].join(
    '.',
  );
}

/**
 * Starts with six people: new, begun, nearly done, done with a certificate, one who learns an older
 * version besides two withdrawn courses, and one with things that wait.
 */
export async function startFixture(port = 0): Promise<Fixture> {
  const people = [
    person(1, 'Asha Nair', 'new@example.org'),
    person(2, 'Ravi', 'begun@example.org'),
    person(3, 'श्रीमती कृष्णवेणी रामचंद्रन', 'ready@example.org'),
    person(4, 'Anastasia-Elisabeth von und zu Hohenfels-Lindenberg de la Cruz', 'done@example.org'),
    person(5, 'Meera Iyer', 'behind@example.org'),
    person(6, 'Farid', 'busy@example.org'),
  ];
  const sessions = new Map<string, Person>();
  const refreshes = new Map<string, Person>();
  const [, begun, ready, done, behind, busy] = people;
  for (const { id } of [course, ...withdrawn]) behind?.courses.add(id);
  behind?.behind.add(course.id);
  if (behind)
    behind.wish = {
      state: 'approved',
      certificates: false,
      asked_at: '2026-11-01T09:00:00Z',
      due_at: '2026-11-20T09:00:00Z',
    };
  behind?.completed.add(101);
  for (const one of [begun, ready, done]) one?.courses.add(course.id);
  begun?.completed.add(101);
  for (const one of [ready, done]) {
    one?.verifiedLabs.add(401);
    for (const { id } of lessons) one?.completed.add(id);
    if (one) addPastAttempts(one);
  }
  if (done) done.certificates = certificates.longHistory(certificates.issue(done, course, 'valid'));
  behind?.submissions.push(submission(1));
  ready?.submissions.push(rejectedSubmission);
  done?.submissions.push(rejectedSubmission, approvedSubmission);
  if (busy) {
    busy.courses.add(course.id);
    for (const id of [101, 102, 103]) busy.completed.add(id);
    busy.submissions.push({
      ...rejectedSubmission,
      feedback: 'The page is good. Its headings are not in order yet: after h1 comes h3.',
    });
    attempts.openOrBegin(busy.attempts, 301, 7900, null);
    busy.places.set(course.id, { kind: 'lesson', id: 104 });
  }

  let mode: Fixture['mode'] = 'up';
  const streams = new Set<ServerResponse>();
  const resync = 'event: resync\ndata: {}\n\n';
  const fixture: Fixture = {
    url: '',
    seen: [],
    reports: [],
    tokenLife: 86_400,
    timeLimit: null,
    timeLeft: null,
    drawing: false,
    isDamaged: false,
    tooManyLookups: false,
    close,
    get mode() {
      return mode;
    },
    set mode(wanted) {
      mode = wanted;
      for (const stream of streams) {
        if (mode === 'down') stream.end();
        else stream.write(resync);
      }
    },
    announce(changed) {
      for (const stream of streams)
        stream.write(`event: current\ndata: ${JSON.stringify(changed)}\n\n`);
    },
  };
  let attemptIds = 8000;

  function enrollmentOf(who: Person, id: number): Enrollment {
    const about = [...courses, ...withdrawn].find((entry) => entry.id === id);
    if (!about || !who.courses.has(id)) throw new Refused(404, 'enrollment.not-found');
    const all = about.outline.modules.flatMap((module) => module.lessons.map((entry) => entry.id));
    const testIds = [
      ...about.outline.modules.flatMap((module) => module.tests),
      ...about.outline.tests,
    ].map((t) => t.id);
    const completed = all.filter((lesson) => who.completed.has(lesson));
    const passed = testIds.filter((test) => passedTests(who).includes(test));
    const steps = stepsOf(who, about);
    const counted = (kind: StepName['kind']) => {
      const some = steps.filter((step) => step.kind === kind);
      return { done: some.filter((step) => step.done).length, every: some.length };
    };
    const named = (step: (typeof steps)[number] | undefined) =>
      step ? { kind: step.kind, id: step.id, title: step.title } : null;
    const reviewed = projectsOf(who).find(({ state }) => state === 'waiting')?.project_id;
    const open = steps.filter((step) => !step.done && step.id !== reviewed);
    const place = who.places.get(id);
    const done = steps.filter((step) => step.done).length;
    return {
      course_id: id,
      version: who.behind.has(id) ? about.version - 1 : about.version,
      current_version: about.version,
      course_state:
        about === closedCourse
          ? 'closed'
          : about === unpublishedCourse
            ? 'unpublished'
            : 'published',
      course_name: about.name,
      course_description: about.description,
      thumbnail_url: null,
      status: 'active',
      enrolled_at: NOW,
      completed_at: null,
      started_at: NOW,
      last_activity_at: NOW,
      progress_percentage: steps.length ? Math.floor((100 * done) / steps.length) : 0,
      lessons_completed: completed.length,
      lesson_count: all.length,
      tests_passed: passed.length,
      test_count: testIds.length,
      labs_verified: counted('lab').done,
      lab_count: counted('lab').every,
      projects_approved: counted('project').done,
      project_count: counted('project').every,
      next: named(open[0]),
      last: named(open.find((step) => step.kind === place?.kind && step.id === place.id)),
      certificate_number: certificateIn(who, id)?.certificate_number ?? null,
      certificate_ready:
        certificateIn(who, id) === null &&
        all.length > 0 &&
        completed.length === all.length &&
        passed.length === testIds.length,
    };
  }

  const projectsOf = (who: Person): Overlay['projects'] => {
    const status = who.submissions.findLast(({ withdrawn_at }) => withdrawn_at === null)?.status;
    if (!status) return [];
    const state = status === 'approved' || status === 'rejected' ? status : 'waiting';
    return [{ project_id: project.id, state }];
  };
  const stepsOf = (who: Person, about: (typeof courses)[number]) => {
    const passed = passedTests(who);
    const is: Record<StepName['kind'], (id: number) => boolean> = {
      lesson: (id) => who.completed.has(id),
      lab: (id) => who.verifiedLabs.has(id),
      test: (id) => passed.includes(id),
      project: (id) =>
        projectsOf(who).some(({ project_id, state }) => project_id === id && state === 'approved'),
    };
    return allSteps(groupSteps(about.id, about.outline, nothingDone)).map((step) => ({
      ...step,
      done: is[step.kind](step.id),
    }));
  };
  const passedTests = (who: Person) =>
    who.attempts.filter(({ summary }) => summary.passed).map(({ test }) => test);

  const certificateIn = (who: Person, id: number): OwnCertificate | null =>
    certificatesOf(who).find(({ course_id }) => course_id === id) ?? null;
  const certificatesOf = (who: Person): OwnCertificate[] =>
    who.certificates.map((one) =>
      one.secret === certificates.secrets.drawn && fixture.drawing
        ? { ...one, pdf_ready: false, marksheet: null }
        : one,
    );
  const register = certificates.createRegister(() => people.flatMap(certificatesOf));

  function missingOf(who: Person): Missing[] {
    return stepsOf(who, course).flatMap(({ kind, id, title, done }) =>
      done || (kind !== 'lesson' && kind !== 'test') || id === 303 ? [] : [{ kind, id, title }],
    );
  }

  function eligibilityOf(who: Person) {
    const { lessons_completed, lesson_count, tests_passed, test_count } = enrollmentOf(
      who,
      course.id,
    );
    return {
      eligible: lessons_completed === lesson_count && tests_passed === test_count,
      lessons: { done: lessons_completed, of: lesson_count },
      tests: { done: tests_passed, of: test_count },
      labs: null,
      projects: null,
    };
  }

  type Params = Record<string, number>;
  type Handler = (
    who: Person,
    params: Params,
    body: Record<string, unknown>,
    raw: Record<string, string>,
  ) => unknown;
  const routes: { endpoint: Endpoint; handle: Handler }[] = [];
  function on<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
    endpoint: Endpoint<P, B, R>,
    handle: (...args: Parameters<Handler>) => z.input<R>,
  ) {
    routes.push({ endpoint, handle });
  }
  const numbered = (params: Params, name: string): number => params[name] ?? 0;

  on(listCourses, () => ({ courses: fixture.mode === 'empty' ? [] : courses }));
  on(getCourse, (_who, params) => {
    const found = courses.find(({ id }) => id === params.course_id);
    if (!found) throw new Refused(404, 'course.not-found');
    return { course: found };
  });
  on(getStudent, ({ id, name, email }) => ({ student: { id, name, email } }));
  on(getPrivacy, (who) => ({
    erasure: who.wish,
    delay_days: 14,
    exports_left: who.wish === null ? 3 : 0,
    certificates: who.certificates.length,
  }));
  on(listEnrollments, (who) => ({
    enrollments: [...who.courses].map((id) => enrollmentOf(who, id)),
    waiting: {
      attempts: who.attempts
        .filter(({ summary }) => summary.submitted_at === null)
        .map(({ test, summary, deadline }) => ({
          attempt_id: summary.id,
          course_id: course.id,
          course_name: course.name,
          test_id: test,
          title: attempts.stateOf(who.attempts, test).test.title,
          started_at: summary.started_at,
          deadline,
        })),
      projects: who.submissions
        .filter(() => projectsOf(who)[0]?.state === 'rejected')
        .slice(-1)
        .map(({ feedback }) => ({
          course_id: course.id,
          course_name: course.name,
          project_id: project.id,
          title: project.title,
          feedback: feedback ?? '',
          reviewed_at: NOW,
        })),
    },
    server_time: new Date().toISOString(),
  }));
  on(enroll, (who, _params, body) => {
    const found = courses.find(({ id }) => id === body.course_id);
    if (!found) throw new Refused(404, 'course.not-found');
    if (!found.is_free) throw new Refused(409, 'course.not-free');
    who.courses.add(found.id);
    return { enrollment: enrollmentOf(who, found.id) };
  });
  on(getEnrollment, (who, params) => {
    const id = numbered(params, 'course_id');
    const about = [...courses, ...withdrawn].find((entry) => entry.id === id);
    return {
      enrollment: enrollmentOf(who, id),
      outline: about?.outline ?? outline,
      overlay: {
        ...nothingDone,
        completed_lesson_ids: [...who.completed],
        passed_test_ids: passedTests(who),
        verified_lab_ids: [...who.verifiedLabs],
        projects: projectsOf(who),
      },
    };
  });
  on(getVersionChanges, (who, params) => {
    const id = numbered(params, 'course_id');
    return { enrollment: enrollmentOf(who, id), changes: who.behind.has(id) ? changes : [] };
  });
  on(moveToCurrent, (who, params) => {
    const id = numbered(params, 'course_id');
    who.behind.delete(id);
    return { enrollment: enrollmentOf(who, id) };
  });
  on(getLesson, (who, params) => {
    enrollmentOf(who, numbered(params, 'course_id'));
    const found = lessons.find(({ id }) => id === params.lesson_id);
    if (!found) throw new Refused(404, 'lesson.not-found');
    return { lesson: found };
  });
  on(recordActivity, (who, params, body) => {
    enrollmentOf(who, numbered(params, 'course_id'));
    const { seconds } = body as LessonActivity;
    const lesson = numbered(params, 'lesson_id');
    fixture.reports.push({ lesson, body: body as LessonActivity });
    who.places.set(numbered(params, 'course_id'), { kind: 'lesson', id: lesson });
    return {
      progress: {
        status: 'in_progress' as const,
        started_at: NOW,
        completed_at: null,
        time_spent_seconds: seconds,
        video_watch_percentage: 0,
        notes_read: false,
      },
      counted_seconds: seconds,
    };
  });
  on(keepPlace, (who, params, body) => {
    const place = body as Pick<StepName, 'kind' | 'id'>;
    who.places.set(numbered(params, 'course_id'), place);
    return {};
  });
  on(completeLesson, (who, params) => {
    who.completed.add(numbered(params, 'lesson_id'));
    return { enrollment: enrollmentOf(who, numbered(params, 'course_id')) };
  });
  on(getTest, (who, params) => attempts.stateOf(who.attempts, numbered(params, 'test_id')));
  on(getOpenAttempt, (who, params) => ({
    open: attempts.openOf(who.attempts, numbered(params, 'test_id')),
  }));
  on(startAttempt, (who, params) => {
    attemptIds += 1;
    const test = numbered(params, 'test_id');
    return attempts.openOrBegin(who.attempts, test, attemptIds, fixture.timeLimit);
  });
  on(saveAnswers, (who, params, body) => {
    const { timeLeft } = fixture;
    fixture.timeLeft = null;
    const id = numbered(params, 'attempt_id');
    return attempts.save(who.attempts, id, saveAnswers.body.parse(body), timeLeft);
  });
  on(submitAttempt, (who, params, body) => {
    const { answers } = submitAttempt.body.parse(body);
    return attempts.submit(who.attempts, numbered(params, 'attempt_id'), answers);
  });
  on(getAttempt, (who, params) => attempts.resultOf(who.attempts, numbered(params, 'attempt_id')));
  const labs = createLabDesk();
  const desk = (who: Person, params: Params) => labs.of(who.id, numbered(params, 'lab_id'));
  on(getPracticeLab, (who, params) => desk(who, params).view());
  on(saveLabCode, (who, params, body) => desk(who, params).save(String(body.code)));
  on(revealHint, (who, params, body) => desk(who, params).hint(Number(body.number)));
  on(runLab, (who, params, body) => desk(who, params).run(String(body.code)));
  on(declareLabDone, (who, params) => desk(who, params).declare());
  on(getLabSolution, (who, params) => desk(who, params).solution());
  on(getProject, (who, params) => {
    if (params.project_id !== project.id) throw new Refused(404, 'project.not-found');
    return {
      project,
      submissions: who.submissions.toReversed(),
      waiting_files: who.waitingFiles,
      limits: fileLimits,
    };
  });
  on(submitProject, (who, params, body) => {
    const last = who.submissions.at(-1);
    if (last?.status === 'under_review') throw new Refused(409, 'submission.under-review');
    if (last?.status === 'submitted') last.withdrawn_at = NOW;
    const made: Submission = {
      ...submission(who.submissions.length + 1),
      id: 9000 + who.submissions.length,
      version: course.version,
      submission_url: (body.submission_url as string | undefined) ?? null,
      submission_notes: String(body.submission_notes ?? ''),
      files: who.waitingFiles,
    };
    if (!made.submission_url && !made.submission_notes && made.files.length === 0)
      throw new Refused(422, 'submission.empty');
    enrollmentOf(who, numbered(params, 'course_id'));
    who.waitingFiles = [];
    who.submissions.push(made);
    return { submission: made };
  });
  on(uploadSubmissionFiles, (who, _params, _body, { form = '' }) => {
    const names = [...form.matchAll(/name="files"; filename="([^"]+)"/g)].map(([, name]) => name);
    if (names.length === 0) throw new Refused(422, 'file.none');
    if (names.some((name) => name?.endsWith('.exe'))) throw new Refused(422, 'file.type');
    for (const name of names)
      who.waitingFiles.push({
        id: 9500 + who.waitingFiles.length,
        name: name ?? '',
        mime: 'text/html',
        byte_count: form.length,
        created_at: NOW,
      });
    return { waiting_files: who.waitingFiles };
  });
  on(removeSubmissionFile, (who, params) => {
    who.waitingFiles = who.waitingFiles.filter(({ id }) => id !== params.file_id);
    return { waiting_files: who.waitingFiles };
  });
  on(getPreview, () => ({ course: draft.course, expires_at: draft.expiresAt }));
  on(getPreviewLesson, (_who, params) => {
    const found = draft.lessons.find(({ id }) => id === params.lesson_id);
    if (!found) throw new Refused(404, 'lesson.not-found');
    return { lesson: found };
  });
  on(getPreviewLab, (_who, params) => {
    if (params.lab_id !== draft.lab.id) throw new Refused(404, 'lab.not-found');
    return { lab: draft.lab };
  });
  on(getPreviewProject, (_who, params) => {
    if (params.project_id !== draft.project.id) throw new Refused(404, 'project.not-found');
    return { project: draft.project };
  });
  on(getPreviewTest, (_who, params) => {
    const found = draft.tests.find(({ test }) => test.id === params.test_id);
    if (!found) throw new Refused(404, 'test.not-found');
    return found;
  });
  on(getCertificate, (who, params) => {
    enrollmentOf(who, numbered(params, 'course_id'));
    if (params.course_id !== course.id)
      return { certificate: null, eligibility: null, missing: [], trace: null, issued: null };
    const certificate = { id: 21, name: 'Certificate of completion', description: '' };
    return {
      certificate,
      eligibility: eligibilityOf(who),
      missing: missingOf(who),
      trace: eligibilityOf(who).eligible ? certificates.trace : certificates.traceAtFirst,
      issued: certificateIn(who, course.id),
    };
  });
  on(issueCertificate, (who) => {
    if (!eligibilityOf(who).eligible) throw new Refused(409, 'certificate.not-eligible');
    const issued = who.certificates[0] ?? certificates.issue(who, course);
    who.certificates = [issued];
    return { issued };
  });
  on(listCertificates, (who) => ({ certificates: certificatesOf(who) }));
  on(getIssuer, () => ({ did_document: signed.didDocument }));
  on(verifyBySecret, (_who, _params, _body, { secret = '' }) => register.bySecret(secret));
  on(verifyByFile, (_who, _params, _body, { sha256 = '' }) => register.byFile(sha256));
  on(getMarksheet, (_who, _params, _body, { secret = '' }) => register.marksheet(secret));
  on(verifyByNumber, (_who, _params, _body, { certificate_number = '' }) => {
    if (fixture.tooManyLookups) throw new Refused(429, 'certificate.too-many-lookups');
    return register.byNumber(certificate_number);
  });

  function sound(schema: z.ZodType, found: unknown): unknown {
    const parsed = schema.safeParse(found);
    if (!parsed.success) throw new Refused(400, 'request.invalid');
    return parsed.data;
  }

  function match(endpoint: Endpoint, path: string): Record<string, string> | null {
    const names = [...endpoint.path.matchAll(/:([a-z_][a-z0-9_]*)/g)].map(([, name]) => name ?? '');
    const pattern = new RegExp(`^/api${endpoint.path.replace(/:[a-z_][a-z0-9_]*/g, '([^/]+)')}$`);
    const found = pattern.exec(path);
    return (
      found &&
      Object.fromEntries(
        names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]),
      )
    );
  }

  function signIn(who: Person): SignedIn {
    const access_token = token('access', who.id, fixture.tokenLife);
    const refresh_token = token('refresh', who.id, 86_400);
    sessions.set(access_token, who);
    refreshes.set(refresh_token, who);
    return { access_token, refresh_token, device_token: token('device', who.id, 86_400) };
  }
  // The contract has parsed both already, as what the handler takes them for.
  const typed: Parameters<typeof answerAccounts<Person>>[0] = (endpoint, handle) =>
    on(endpoint, (who, params, body) => handle(who, params as never, body as never));
  answerAccounts(typed, {
    people,
    signIn,
    add: ({ name, email, password }) =>
      people.push({ ...person(people.length + 1, name, email), password, confirmed: false }),
    renew: (refreshToken) => {
      const who = refreshes.get(refreshToken);
      refreshes.delete(refreshToken);
      return who && signIn(who);
    },
  });

  function reply(response: ServerResponse, status: number, body: unknown) {
    const headers = { 'Content-Type': 'application/json' };
    response.writeHead(status, headers).end(JSON.stringify(body));
  }

  function serveFile(path: string, response: ServerResponse): boolean {
    const files: Record<string, [string, string]> = {
      '/uploads/picture.svg': [
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
      ],
      '/api/certificates/by-secret/0123456789abcdefghjkmnpqrs/credential': [
        'application/vc',
        JSON.stringify(signed.credential),
      ],
      '/api/certificates/by-secret/0123456789abcdefghjkmnpqrs/credential.jwt': [
        'application/vc+jwt',
        signed.jwt,
      ],
      '/api/issuer/status/1': ['application/vc', JSON.stringify(signed.statusList)],
      '/uploads/page.html': ['text/html', '<script>alert(1)</script>'],
    };
    if (register.hasPicture(path)) {
      response.writeHead(200, { 'Content-Type': 'image/png' }).end('a picture');
      return true;
    }
    const pdf = register.file(path);
    if (pdf === 'making') {
      response.setHeader('Retry-After', '2');
      reply(response, 404, {
        error: { code: 'certificate.in-the-making', message: 'It is being drawn.' },
      });
      return true;
    }
    if (pdf && fixture.isDamaged) {
      reply(response, 500, {
        error: { code: 'certificate.file-altered', message: 'It is not the one that was issued.' },
      });
      return true;
    }
    const file = pdf ? (['application/pdf', pdf] as const) : files[path];
    if (file) response.writeHead(200, { 'Content-Type': file[0] }).end(file[1]);
    return Boolean(file);
  }

  async function handle(request: IncomingMessage, response: ServerResponse) {
    const { pathname } = new URL(request.url ?? '/', 'http://fixture.invalid');
    fixture.seen.push({ path: pathname, headers: request.headers });
    if (fixture.mode === 'down') return reply(response, 500, { error: { message: 'down' } });
    if (pathname === `/api${eventsPath}`) {
      streams.add(response);
      // A stream that is silent is opened anew, and the catalogue read again.
      const beat = setInterval(() => response.write(':\n\n'), heartbeat * 1000);
      response.once('close', () => {
        clearInterval(beat);
        streams.delete(response);
      });
      response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(resync);
      return;
    }
    if (serveFile(pathname, response)) return;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const isForm = request.headers['content-type']?.startsWith('multipart/') ?? false;
    const body = (text && !isForm ? JSON.parse(text) : {}) as Record<string, unknown>;
    try {
      for (const { endpoint, handle: answer } of routes) {
        const raw = request.method === endpoint.method ? match(endpoint, pathname) : null;
        if (!raw) continue;
        const bearer = String(request.headers.authorization ?? '').replace('Bearer ', '');
        const who = sessions.get(bearer);
        if (endpoint.who === 'preview' && bearer !== draft.token) throw draftRefused(bearer);
        if (endpoint.who === 'student' && !who) throw new Refused(401, 'auth.required');
        const params = sound(endpoint.params, raw) as Params;
        const parsed = sound(endpoint.body, body) as Record<string, unknown>;
        const guest = who ?? person(0, '', '');
        return reply(
          response,
          200,
          endpoint.reply.parse(answer(guest, params, parsed, { ...raw, form: text })),
        );
      }
      throw new Refused(404, 'route.not-found');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return reply(response, error.status, { error: { code: error.code, message: error.message } });
    }
  }

  const server: Server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      console.error(error);
      reply(response, 500, { error: { code: 'fixture.broken', message: String(error) } });
    });
  });
  function close() {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  }
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(fixture, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
}

if (process.argv[1] === import.meta.filename) {
  const { url } = await startFixture(Number(process.argv[2] ?? 0));
  console.log(`The fixture answers at ${url}. Log in as begun@example.org, "correct horse".`);
}
