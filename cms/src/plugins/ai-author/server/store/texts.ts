import type { KindName } from '../wire';

/**
 * The fields of each kind that hold words, in which a machine's are told from a person's. The same as in
 * `cms.draft_texts`; a choice, a number, an address or a video is nobody's wording.
 */
export const textFields: Readonly<Record<KindName, readonly string[]>> = {
  course: [
    'name',
    'description',
    'target_audience',
    'duration',
    'overview',
    'learning_outcomes',
    'job_roles',
  ],
  module: ['title', 'description', 'estimated_time'],
  lesson: ['title', 'estimated_time', 'objectives', 'key_concepts'],
  ai_note: [
    'content',
    'simplified_explanation',
    'bullet_notes',
    'key_takeaways',
    'interview_questions',
  ],
  test: ['title', 'description'],
  question: ['question_text', 'options', 'correct_answer', 'explanation', 'further_answers'],
  practice_lab: [
    'title',
    'description',
    'instructions',
    'setup_code',
    'starter_code',
    'expected_output',
    'tests',
    'hints',
    'solution_code',
    'hidden_tests',
  ],
  project: [
    'title',
    'description',
    'problem_statement',
    'objectives',
    'deliverables',
    'submission_instructions',
    'tech_stack',
    'evaluation_checklist',
  ],
  project_step: ['title', 'description', 'code_snippet', 'tips'],
  certificate: ['name', 'description'],
};

/** Fields of the tree that hold no words. */
export const wordless: Readonly<Record<KindName, readonly string[]>> = {
  course: [
    'level',
    'certificate_type',
    'include_projects',
    'include_tests',
    'include_labs',
    'credit_cost',
    'thumbnail_url',
  ],
  module: [],
  lesson: ['video_url', 'youtube_references', 'external_links'],
  ai_note: [],
  test: [
    'passing_percentage',
    'time_limit',
    'difficulty',
    'attempts_limit',
    'attempt_pause_hours',
    'shuffle_questions',
    'shuffle_options',
    'results_after_deadline',
  ],
  question: ['type', 'difficulty', 'case_sensitive', 'exact_spaces'],
  practice_lab: ['slug', 'difficulty', 'language', 'estimated_time', 'validation_type'],
  project: ['difficulty'],
  project_step: [],
  certificate: [
    'template_id',
    'type',
    'requires_test_pass',
    'passing_percentage',
    'requires_project_completion',
    'requires_lab_completion',
    'qr_verification',
    'test_weight',
    'lab_weight',
    'project_weight',
  ],
};
