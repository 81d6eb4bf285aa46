import { useParams } from 'react-router-dom';
import { CourseFrame } from '../Frame';
import { useWords } from '../words';

export function ProposalsPage() {
  const { say } = useWords();
  const { documentId = '' } = useParams();
  return (
    <CourseFrame courseId={documentId} title={say('nav.proposals')}>
      {null}
    </CourseFrame>
  );
}
