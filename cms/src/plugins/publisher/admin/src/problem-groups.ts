import type { Problem } from '../../server/problem';

export interface ProblemGroup {
  readonly rule: string;
  readonly severity: Problem['severity'];
  readonly problems: readonly Problem[];
}

/** The problems by the check that found them; errors before warnings, as the server sends them. */
export function groupProblems(problems: readonly Problem[]): ProblemGroup[] {
  const groups = new Map<string, Problem[]>();
  for (const problem of problems) {
    const key = `${problem.severity} ${problem.rule}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [problem]);
    else group.push(problem);
  }
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined
      ? []
      : [{ rule: first.rule, severity: first.severity, problems: members }];
  });
}

const longest = 60;

/** The problem's sentence, in which a title as long as a paragraph does not bury what is wrong. */
export function shortMessage({ message, title }: Pick<Problem, 'message' | 'title'>): string {
  const letters = [...title];
  if (letters.length <= longest) return message;
  const short = letters
    .slice(0, longest - 1)
    .join('')
    .trimEnd();
  // As a function, because a title may hold what `replace` takes for a pattern, such as `$&`.
  return message.replace(title, () => `${short}…`);
}
