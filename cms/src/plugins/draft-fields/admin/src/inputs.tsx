import { shapes } from '../../shapes';
import { type FieldProps, RowsField } from './RowsField';

export const StringList = (props: FieldProps) => (
  <RowsField {...props} shape={shapes['string-list']} />
);
export const LinkList = (props: FieldProps) => <RowsField {...props} shape={shapes['link-list']} />;
export const QuestionList = (props: FieldProps) => (
  <RowsField {...props} shape={shapes['question-list']} />
);
export const Checklist = (props: FieldProps) => <RowsField {...props} shape={shapes.checklist} />;
export const LabTests = (props: FieldProps) => <RowsField {...props} shape={shapes['lab-tests']} />;
