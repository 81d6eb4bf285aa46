/** Texts of the start page and of the two dialogs that make a course. */
export const generateTexts = {
  'start.about':
    'A language model proposes drafts; people decide. Nothing in a draft changes until somebody accepts a proposal.',
  'start.courses': 'Courses',
  'start.none':
    'There is no course yet. Generate one from a few sentences, or make one in the content manager and open the AI author there.',
  'start.course': 'Course',
  'start.course.untitled': 'Course without a name',
  'start.share': 'Written by a machine',
  'start.job': 'Job',
  'start.job.none': 'None is open',
  'start.open': 'Waiting for a decision',

  'off.title': 'The AI author is not switched on',
  'off.about':
    'It needs a language model that speaks OpenAI’s protocol: a service, or one of your own (vLLM, Ollama, llama.cpp). Whoever runs this system sets these variables and starts it again:',
  'off.rest': 'Everything else works without it.',

  'generate.button': 'Generate a course',
  'generate.title': 'Generate a course',
  'generate.close': 'Close',
  'generate.about':
    'First the model proposes an outline: modules and their lessons. You decide about it before any lesson is written.',
  'generate.part.course': 'The course',
  'generate.name': 'Name of the course',
  'generate.name.missing': 'Give the course a name; it can be changed later.',
  'generate.prompt': 'What should it teach?',
  'generate.prompt.hint':
    'A few sentences: the subject, what learners can do afterwards, what must not be missing.',
  'generate.prompt.missing': 'Say in a sentence or two what the course should teach.',
  'generate.level': 'Level',
  'generate.level.beginner': 'Beginner',
  'generate.level.intermediate': 'Intermediate',
  'generate.level.advanced': 'Advanced',
  'generate.audience': 'Whom it is for',
  'generate.audience.hint': 'For example: school leavers who have never programmed.',
  'generate.language': 'Language to write in',
  'generate.language.hint': 'Left empty: the language of what you wrote above.',
  'generate.modules': 'Modules',
  'generate.modules.hint': '1 to 20',
  'generate.lessons': 'Lessons in each',
  'generate.lessons.hint': '1 to 15',
  'generate.number.out': 'A number from {least} to {most}.',

  'later.title': 'What to write for the lessons, later',
  'later.about': 'Asked for once the outline is accepted. You can still change it then.',
  'later.notes': 'Notes for each lesson',
  'later.questions': 'Questions for each module',
  'later.questions.hint': '0 to 20; 0 writes none',
  'later.difficulty': 'Difficulty of the questions',
  'later.difficulty.easy': 'Easy',
  'later.difficulty.medium': 'Medium',
  'later.difficulty.hard': 'Hard',
  'later.types': 'Kinds of questions',
  'later.types.mcq': 'Single choice',
  'later.types.true_false': 'True or false',
  'later.types.fill_blank': 'Fill in the blank',
  'later.types.multiple_select': 'Multiple choice',
  'later.types.missing': 'Choose at least one kind, or set the number to 0.',
  'later.labs': 'Labs',
  'later.labs.none': 'None',
  'later.labs.module': 'One for each module',
  'later.labs.lesson': 'One for each lesson',
  'later.code': 'Language of the labs',
  'later.code.javascript': 'JavaScript',
  'later.code.typescript': 'TypeScript',
  'later.code.python': 'Python',
  'later.code.sql': 'SQL',
  'later.projects': 'Projects',
  'later.projects.none': 'None',
  'later.projects.module': 'One for each module',
  'later.projects.course': 'One for the course',
  'later.nothing': 'Choose something to write.',

  'discard.title': 'Discard what you filled in?',
  'discard.about': 'Nothing was started with it yet.',
  'discard.yes': 'Discard',

  'generate.next': 'Make the draft and go on',
  'generate.making': 'Making the draft',
  'generate.part.sources': 'Sources',
  'generate.sources.about':
    'Material the model should rely on and cite. You can do without; then nothing is cited.',
  'generate.made':
    'The draft “{name}” is made. If you close this, it stays, and you can go on from the list of courses.',
  'generate.start': 'Propose an outline',
  'generate.starting': 'Starting',

  'lessons.button': 'Write the lessons',
  'lessons.title': 'Write the lessons',
  'lessons.about':
    'The model writes for every module and lesson of the draft what you choose here and what is not there yet. All of it comes as proposals.',
  'lessons.language': 'Language to write in',
  'lessons.language.hint': 'Left empty: as the course is written.',
  'lessons.wish': 'Anything else it should know',
  'lessons.start': 'Start writing',

  'estimate.title': 'Estimate',
  'estimate.counting': 'Estimating',
  'estimate.is': 'About {cost}, in {count, plural, one {one step} other {# steps}}.',
  'estimate.retry': 'Estimate again',
  'estimate.failed.unanswered': 'No answer came from the server. Nothing was started.',
  'estimate.failed.forbidden':
    'Your role may not do this. Ask an administrator for the permission.',
  'estimate.nothing': 'With these choices there is nothing to write.',
  'estimate.left':
    '{count, plural, one {One problem stays} other {# problems stay}} for you to mend',
  'estimate.rough': 'It is counted from the texts’ lengths; the real cost may differ.',
  'estimate.over.job':
    'This would pass the ceiling for a job. It would stop there, with what is done kept.',
  'estimate.over.editor':
    'This would pass your ceiling for this month. It would stop there, with what is done kept.',
  'estimate.over.month':
    'This would pass the ceiling of this month for everybody. It would stop there, with what is done kept.',

  'estimate.there.notes':
    '{count, plural, one {One lesson has notes} other {# lessons have notes}} already.',
  'estimate.there.questions':
    '{count, plural, one {One module has questions} other {# modules have questions}} already.',
  'estimate.there.lab.lesson':
    '{count, plural, one {One lesson has a lab} other {# lessons have a lab}} already.',
  'estimate.there.lab.module':
    '{count, plural, one {One module has a lab} other {# modules have a lab}} already.',
  'estimate.there.project.module':
    '{count, plural, one {One module has a project} other {# modules have a project}} already.',
  'estimate.there.project.course': 'The course has a project already.',
  'estimate.there.other':
    '{count, plural, one {One entry has} other {# entries have}} what is asked for already.',
  'estimate.under-way.notes':
    'Notes for {count, plural, one {one lesson} other {# lessons}} are being written or wait for your decision.',
  'estimate.under-way.questions':
    'Questions for {count, plural, one {one module} other {# modules}} are being written or wait for your decision.',
  'estimate.under-way.lab.lesson':
    'Labs for {count, plural, one {one lesson} other {# lessons}} are being written or wait for your decision.',
  'estimate.under-way.lab.module':
    'Labs for {count, plural, one {one module} other {# modules}} are being written or wait for your decision.',
  'estimate.under-way.project.module':
    'Projects for {count, plural, one {one module} other {# modules}} are being written or wait for your decision.',
  'estimate.under-way.project.course':
    'A project for the course is being written or waits for your decision.',
  'estimate.under-way.other':
    'Text for {count, plural, one {one entry} other {# entries}} is being written or waits for your decision.',
} as const;
