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
      help: 'The design the certificate is drawn with. At present there is one: classic.',
    },
    type: {
      label: 'Kind of certificate',
      help: 'Completion: for finishing the lessons. Assessment: for passing the tests as well.',
    },
    requires_test_pass: {
      label: 'Tests must be passed',
      help: 'Students get the certificate only when they have passed every test of the course.',
    },
    passing_percentage: {
      label: 'Passes from (percent)',
      help: 'The result this certificate stands for. What a student needs in a test is set in that test.',
    },
    requires_project_completion: {
      label: 'Projects must be approved',
      help: 'Students get the certificate only when every project of the course was handed in and approved.',
    },
    requires_lab_completion: {
      label: 'Labs must be finished',
      help: 'Students get the certificate only when they have finished every practice lab.',
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
    [['qr_verification', 6]],
  ],
  calledBy: 'name',
  sort: ['name', 'ASC'],
});
