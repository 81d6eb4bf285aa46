import { useParams } from 'react-router-dom';
import { CourseFrame } from '../Frame';
import { useWords } from '../words';

export function SourcesPage() {
  const { say } = useWords();
  const { documentId = '' } = useParams();
  return (
    <CourseFrame courseId={documentId} title={say('nav.sources')}>
      {null}
    </CourseFrame>
  );
}
