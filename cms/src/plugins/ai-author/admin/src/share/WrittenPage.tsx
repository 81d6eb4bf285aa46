import { useParams } from 'react-router-dom';
import { CourseFrame } from '../Frame';
import { useWords } from '../words';

export function WrittenPage() {
  const { say } = useWords();
  const { documentId = '' } = useParams();
  return (
    <CourseFrame courseId={documentId} title={say('nav.written')}>
      {null}
    </CourseFrame>
  );
}
