import { inCourse } from './shared';
import { view } from './view';

export const certificate = view({
  fields: {
    name: {
      label: 'Name',
      help: 'Printed on the certificate, and shown where a student or an employer opens it.',
      placeholder: 'Certificate of completion',
    },
    description: {
      label: 'Description',
      help: 'What the certificate stands for, in one or two sentences. Students see it on the course page.',
    },
    template_id: {
      label: 'Design',
      help: 'The design the certificate is drawn with: classic, modern or plain. The administrator sees all three under Certificates, Design.',
    },
    type: {
      label: 'Kind of certificate',
      help: 'Completion: for finishing what is asked for below. Assessment: the weighted result must also reach the percentage below.',
    },
    requires_test_pass: {
      label: 'Tests must be passed',
      help: 'Students get the certificate only when they have passed every test of the course.',
    },
    passing_percentage: {
      label: 'Passes from (percent)',
      help: 'For an assessment: the weighted result that is needed. What a student needs in a single test is set in that test.',
    },
    requires_project_completion: {
      label: 'Projects must be approved',
      help: 'Students get the certificate only when every project of the course was handed in and approved.',
    },
    requires_lab_completion: {
      label: 'Labs must be finished',
      help: 'Students get the certificate only when they have finished every practice lab.',
    },
    test_weight: {
      label: 'Weight of the tests',
      help: 'How much the best results of the tests count in the result, 0 to 100. Weights are compared with each other; they need not add up to 100.',
      placeholder: '60',
    },
    lab_weight: {
      label: 'Weight of the labs',
      help: 'How much finished labs count, 0 to 100. What a course does not have is left out of the result.',
      placeholder: '20',
    },
    project_weight: {
      label: 'Weight of the projects',
      help: 'How much the scores of the projects count, 0 to 100. At least one of the three weights must be more than 0.',
      placeholder: '20',
    },
    qr_verification: {
      label: 'Print a QR code',
      help: 'An employer can scan it to see that the certificate is genuine.',
    },
    draft_course: inCourse('this certificate'),
  },
  list: ['name', 'draft_course', 'type', 'requires_test_pass', 'passing_percentage', 'updatedAt'],
  form: [
    [
      ['name', 6],
      ['draft_course', 6],
    ],
    [['description', 12]],
    [
      ['type', 6],
      ['template_id', 6],
    ],
    [
      ['requires_test_pass', 6],
      ['passing_percentage', 6],
    ],
    [
      ['requires_project_completion', 6],
      ['requires_lab_completion', 6],
    ],
    [
      ['test_weight', 4],
      ['lab_weight', 4],
      ['project_weight', 4],
    ],
    [['qr_verification', 6]],
  ],
  calledBy: 'name',
  sort: ['name', 'ASC'],
});
