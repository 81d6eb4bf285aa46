import type { ReactNode } from 'react';
import { courseUid } from '../../../publisher/admin/src/api';
import { TextLink } from '../../../publisher/admin/src/parts/TextLink';
import { type PageProps, PartsFrame } from '../../../records/admin/src/parts/PartsFrame';
import { courseParts, coursePath, startPath, usagePath } from './paths';
import { usageRight, useMay, writeRight } from './rights';
import { useAiCourseQuery } from './share/api';
import { useWords } from './words';

/** What the pages about no single course stand in. */
export function StartFrame(page: PageProps) {
  const { say } = useWords();
  const mayWrite = useMay(writeRight);
  const seesAll = useMay(usageRight);
  const links = [
    ...(mayWrite ? [{ to: startPath, label: say('nav.start'), isExact: true }] : []),
    ...(mayWrite || seesAll ? [{ to: usagePath, label: say('nav.usage') }] : []),
  ];
  return <PartsFrame {...page} parts={{ label: say('nav.label'), links }} />;
}

interface CoursePageProps {
  readonly courseId: string;
  readonly title: string;
  readonly about?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

/** What every page about one course stands in: the way back, and to the other parts. */
export function CourseFrame({ courseId, about, ...page }: CoursePageProps) {
  const { say } = useWords();
  const { data: course } = useAiCourseQuery(courseId);
  const links = courseParts.map((part) => ({
    to: coursePath(courseId, part),
    label: say(`nav.${part}`),
  }));
  return (
    <PartsFrame
      {...page}
      about={
        <>
          {course === undefined ? null : (
            <>
              <TextLink to={`/content-manager/collection-types/${courseUid}/${courseId}`}>
                {course.name.trim() || say('start.course.untitled')}
              </TextLink>
              <br />
            </>
          )}
          {about}
        </>
      }
      back={{ to: startPath, label: say('nav.back') }}
      parts={{ label: say('nav.course-label'), links }}
    />
  );
}
