import { Navigate, Route, Routes } from 'react-router-dom';
import { AttemptPage } from './attempts/AttemptPage';
import { AttemptsPage } from './attempts/AttemptsPage';
import { KeysPage } from './keys/KeysPage';
import { QuestionPage } from './keys/QuestionPage';
import { Guarded } from './parts/Guarded';
import { openParts } from './parts/open-parts';
import { recordsPath } from './paths';
import { ReviewPage } from './reviews/ReviewPage';
import { ReviewsPage } from './reviews/ReviewsPage';
import { correctKeys, readAttempts, readStudents, reviewSubmissions } from './rights';
import { EnrollmentsPage } from './students/EnrollmentsPage';
import { StudentPage } from './students/StudentPage';
import { StudentsPage } from './students/StudentsPage';
import { useRights } from './useRights';

/** The plugin's pages, loaded when one is opened; the first is the first that this role may see. */
export default function Pages() {
  const first = openParts(useRights())[0] ?? 'students';
  return (
    <Routes>
      <Route index element={<Navigate to={`${recordsPath}/${first}`} replace />} />
      <Route element={<Guarded needs={readStudents} />}>
        <Route path="students" element={<StudentsPage />} />
        <Route path="students/:id" element={<StudentPage />} />
        <Route path="enrollments" element={<EnrollmentsPage />} />
      </Route>
      <Route element={<Guarded needs={readAttempts} />}>
        <Route path="attempts" element={<AttemptsPage />} />
        <Route path="attempts/:id" element={<AttemptPage />} />
      </Route>
      <Route element={<Guarded needs={correctKeys} />}>
        <Route path="keys" element={<KeysPage />} />
        <Route path="keys/:id" element={<QuestionPage />} />
      </Route>
      <Route element={<Guarded needs={reviewSubmissions} />}>
        <Route path="reviews" element={<ReviewsPage />} />
        <Route path="reviews/:id" element={<ReviewPage />} />
      </Route>
      <Route path="*" element={<Navigate to={recordsPath} replace />} />
    </Routes>
  );
}
