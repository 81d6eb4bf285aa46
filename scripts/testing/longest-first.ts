import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Begins with the files that take minutes: those with a browser, then those with a whole system. At the
 * end of a run only short ones are left, and no core waits for a long one that began last.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number =>
      moduleId.includes('.browser.test.') ? 0 : moduleId.includes('/e2e/') ? 1 : 2;
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
