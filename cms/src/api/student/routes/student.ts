import { getStudent, type Student } from '@ourshiksha/contract/student';
import { Refusal } from '../../../lib/refusal';
import { route } from '../../../lib/route';

const me = route(getStudent, async ({ database }) => {
  const [student] = await database.rows<Student>(
    'select id, name, email from activity.shishya_users',
  );
  if (student === undefined) throw new Refusal(403, 'student.not-active');
  return { student };
});

export default { routes: [me] };
