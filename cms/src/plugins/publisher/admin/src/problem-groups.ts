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

export const countOf = (problems: readonly Problem[], severity: Problem['severity']): number =>
  problems.filter((problem) => problem.severity === severity).length;
