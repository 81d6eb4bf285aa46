/**
 * The words of this room, and what its routes answer to the admin's pages. Moments are ISO 8601 in UTC.
 * Texts come from a model or from people and are never trusted as HTML.
 */
import type { KindName } from '../../publisher/server/tree';

export type { KindName };

/** What an editor can ask for. `course` and `missing` are plans made of the others. */
export const commandNames = [
  'outline',
  'notes',
  'questions',
  'lab',
  'project',
  'improve',
  'shorten',
  'simplify',
  'translate',
  'describe_picture',
  'course',
  'missing',
] as const;
export type CommandName = (typeof commandNames)[number];

/** A draft: which kind, and Strapi's document id. */
export interface Entry {
  readonly kind: KindName;
  readonly documentId: string;
}

/** What starts a job. `params` are the command's own (`server/commands/<command>`). */
export interface StartJob {
  readonly command: CommandName;
  readonly target: Entry;
  readonly params: Readonly<Record<string, unknown>>;
  /** Ids of sources of the course; the answer is grounded in them. */
  readonly sources: readonly number[];
}

/** Money is in millionths of a US dollar, and null where no price of the model is known. */
export interface Cost {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly microdollars: number | null;
}

export interface Estimate extends Cost {
  readonly steps: number;
  /** Which ceiling this would go over: 'job', 'editor', 'month'; null where none. */
  readonly over: Ceiling | null;
  /** Of the command `missing`: problems of the course that no command mends. */
  readonly notMendable?: readonly { readonly title: string; readonly message: string }[];
  /** Of the commands `course` and `missing`: what they do not ask for again. */
  readonly leftOut?: readonly LeftOut[];
}
/** Drafts of a kind for which a plan asks nothing of a command, and how many they are. */
export interface LeftOut {
  readonly command: CommandName;
  readonly kind: KindName;
  /** `there`: the draft has it; `under-way`: it is being written, or a proposal of it is open. */
  readonly reason: 'there' | 'under-way';
  readonly places: number;
}
export type Ceiling = 'job' | 'editor' | 'month';

/**
 * `stopped`: at a ceiling or by an error that every step would meet (`reason` says which); it can be
 * resumed. `failed`: no step is left to do and at least one failed.
 */
export const jobStates = ['running', 'paused', 'stopped', 'cancelled', 'failed', 'done'] as const;
export type JobState = (typeof jobStates)[number];

export const stepStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type StepState = (typeof stepStates)[number];

export interface Job {
  readonly id: number;
  readonly command: CommandName;
  readonly target: Entry;
  readonly title: string;
  readonly state: JobState;
  /** A stable code such as `ai.key-refused`, with its sentence in English. */
  readonly reason: { readonly code: string; readonly message: string } | null;
  readonly startedBy: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly steps: Readonly<Record<StepState, number>>;
  readonly estimate: Cost;
  readonly spent: Cost;
  readonly openProposals: number;
}

export interface Step {
  readonly id: number;
  readonly command: CommandName;
  readonly target: Entry;
  readonly title: string;
  readonly state: StepState;
  readonly tries: number;
  /** When it is asked again after a refusal for now (429, 5xx). */
  readonly nextTryAt: string | null;
  readonly reason: { readonly code: string; readonly message: string } | null;
  /** What came so far, while it runs. */
  readonly blocks: readonly Block[];
  readonly spent: Cost;
}

/** Values by field name, in the shapes of the draft's content type. */
export type Fields = Readonly<Record<string, unknown>>;

/** A piece of content that is accepted or rejected as one: a field or a few, or a new entry. */
export interface Block {
  /** Stable within a step, while it streams and afterwards: `content`, `question-3`, `module-2`. */
  readonly key: string;
  readonly kind: KindName;
  readonly fields: Fields;
  /** Entries below a new one: lessons of a module, steps of a project. */
  readonly children: readonly { readonly kind: KindName; readonly fields: Fields }[];
}

export const proposalStates = ['open', 'accepted', 'rejected', 'replaced', 'undone'] as const;
export type ProposalState = (typeof proposalStates)[number];

export interface Citation {
  readonly source: string;
  /** Where in the source: a heading, a page. */
  readonly place: string;
  readonly quote: string;
}

export interface Proposal extends Block {
  readonly id: number;
  readonly jobId: number;
  readonly stepId: number;
  readonly command: CommandName;
  /** The step's, which names the draft it is about: proposals of one step are shown below it. */
  readonly title: string;
  /** What the step cost, which made all its proposals. */
  readonly cost: Cost;
  readonly state: ProposalState;
  /** The draft it changes; null where it makes a new one below `parent`. */
  readonly documentId: string | null;
  /** Of a new entry: the draft it goes below, or the proposal that makes that draft. */
  readonly parent: Entry | { readonly proposal: number } | null;
  /** What the same fields hold now; null for a new entry. */
  readonly present: Fields | null;
  /** The draft has changed since this was generated: accepting would overwrite that. */
  readonly isStale: boolean;
  readonly citations: readonly Citation[];
  /** Sentences that no source covers; null where no source was attached. */
  readonly uncovered: readonly string[] | null;
  /** What was checked and what was seen, such as the run of a lab. */
  readonly checks: readonly {
    readonly name: string;
    readonly passed: boolean;
    readonly text: string;
  }[];
  readonly model: string;
  readonly prompt: { readonly name: string; readonly version: number; readonly sha256: string };
  readonly madeAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  /** The editor's remark with which it was asked for again. */
  readonly remark: string | null;
  /** It is open or rejected, and a model wrote it: a test that only holds proposed questions is none. */
  readonly canAskAgain: boolean;
}

/** Events of `GET /ai-author/courses/:documentId/jobs/:id/events`, one JSON object each. */
export type JobEvent =
  | { readonly event: 'job'; readonly job: Job }
  | { readonly event: 'step'; readonly step: Step }
  | { readonly event: 'proposals'; readonly proposals: readonly Proposal[] };

/** One field of a draft that a machine wrote. */
export interface Written {
  readonly id: number;
  readonly entry: Entry;
  readonly title: string;
  readonly field: string;
  readonly model: string;
  readonly prompt: { readonly name: string; readonly version: number; readonly sha256: string };
  readonly citations: readonly Citation[];
  readonly madeAt: string;
  readonly cost: Cost;
  readonly acceptedBy: string;
  readonly acceptedAt: string;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
  /** The draft no longer holds what was accepted. */
  readonly isEdited: boolean;
}

/** How much of a course's text a machine wrote, in characters of texts and lists. */
export interface Share {
  readonly characters: number;
  readonly machineWritten: number;
  readonly unreviewed: number;
  readonly openProposals: number;
}

/** Ceilings; null means none. Money in millionths of a US dollar. */
export interface Settings {
  readonly jobTokens: number | null;
  readonly jobMicrodollars: number | null;
  readonly editorMonthTokens: number | null;
  readonly editorMonthMicrodollars: number | null;
  readonly monthTokens: number | null;
  readonly monthMicrodollars: number | null;
  /** A course may be published only when everything a machine wrote was reviewed. */
  readonly requiresReview: boolean;
}

export interface Status {
  readonly isConfigured: boolean;
  readonly model: string | null;
  readonly seesPictures: boolean;
  /** The variables that switch it on, where it is off. */
  readonly variables: readonly string[];
}

/** `GET …/jobs/:id`. Its proposals are read by the page: `GET …/proposals?job=`. */
export interface JobRecord {
  readonly job: Job;
  readonly steps: readonly Step[];
}

/** `GET …/jobs?before=`, the newest first; `next` is the `before` of the page that follows. */
export interface JobPage {
  readonly rows: readonly Job[];
  readonly next: number | null;
}

/** `GET …/provenance?kind=&documentId=&unreviewed=true&before=`, the newest first. */
export interface ProvenancePage {
  /** Of the whole course, whatever the rows are narrowed to. */
  readonly share: Share;
  readonly rows: readonly Written[];
  readonly next: number | null;
}

/** A draft course on the start page, `GET /ai-author/courses`. */
export interface CourseLine {
  readonly documentId: string;
  readonly name: string;
  readonly share: Share;
  /** The newest that still runs, waits or is stopped. */
  readonly job: Pick<Job, 'id' | 'title' | 'state' | 'steps'> | null;
}

/** What was spent on one of something, `name` being an editor's name, a model, a command, or a day as YYYY-MM-DD. */
export interface UsageLine extends Cost {
  readonly name: string;
  readonly requests: number;
}

/** `GET /ai-author/usage/own?month=2026-11`: what the one who asks used in a calendar month in UTC. */
export interface OwnUsage {
  readonly month: string;
  readonly total: Omit<UsageLine, 'name'>;
  readonly commands: readonly UsageLine[];
  readonly days: readonly UsageLine[];
  /** The ceilings that hold for one job and for one person. */
  readonly settings: Omit<Settings, 'monthTokens' | 'monthMicrodollars' | 'requiresReview'>;
  /** What the one who asks has used in that month, reservations included, as the ceiling counts it. */
  readonly own: Cost;
}

/** `GET /ai-author/usage?month=2026-11`: the same of everybody, `own` being still of the one who asks. */
export interface Usage extends OwnUsage {
  readonly editors: readonly UsageLine[];
  readonly models: readonly UsageLine[];
  readonly settings: Settings;
  /** What is used and reserved in that month, as the ceiling counts it. */
  readonly counted: Cost;
}

/** `GET …/proposals?state=&kind=&entry=&job=&before=`, the newest first. */
export interface ProposalPage {
  readonly rows: readonly Proposal[];
  readonly next: number | null;
}

/** `GET /ai-author/entries/:kind/:id`: where an entry of the content manager belongs. */
export interface EntryPlace extends Entry {
  /** The draft course; null where it hangs on none yet. */
  readonly courseId: string | null;
  readonly title: string;
}

/** Material that an editor attached to a draft course. */
export interface Source {
  readonly id: number;
  readonly name: string;
  readonly kind: 'markdown' | 'text' | 'pdf' | 'docx' | 'web';
  /** Where it was fetched; null of a file that was sent. */
  readonly url: string | null;
  readonly characters: number;
  readonly passages: number;
  readonly addedBy: string;
  readonly addedAt: string;
}

/** A source with a page of its passages, as the model gets them; `next` goes into `?after=`. */
export interface SourceRecord {
  readonly source: Source;
  readonly rows: readonly {
    readonly position: number;
    readonly place: string;
    readonly text: string;
  }[];
  readonly next: number | null;
}
