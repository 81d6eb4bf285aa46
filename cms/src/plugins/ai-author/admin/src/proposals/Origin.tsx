import { TextLink } from '../../../../publisher/admin/src/parts/TextLink';
import { Facts } from '../../../../records/admin/src/parts/Section';
import type { Proposal } from '../../../server/wire';
import { Folded } from '../parts/Folded';
import { jobPath } from '../paths';
import { useWords } from '../words';

interface Props {
  readonly courseId: string;
  readonly proposal: Proposal;
}

/** Model, prompt, moment and cost of a proposal. */
export function Origin({ courseId, proposal }: Props) {
  const { say, when, cost } = useWords();
  const { model, prompt, madeAt, jobId } = proposal;
  const hash = prompt.sha256.slice(0, 8);
  return (
    <Folded label={say('origin.title')}>
      <Facts
        facts={[
          [say('origin.model'), model],
          [
            say('origin.prompt'),
            say('origin.prompt.version', { name: prompt.name, version: prompt.version, hash }),
          ],
          [say('origin.made'), when(madeAt)],
          [say('origin.cost'), cost(proposal.cost)],
          [
            say('origin.job'),
            <TextLink key="job" to={jobPath(courseId, jobId)}>
              {say('origin.job.open', { id: jobId })}
            </TextLink>,
          ],
        ]}
      />
    </Folded>
  );
}
