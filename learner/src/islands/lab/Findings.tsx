import type { LabRun, LabTestResult } from '@ourshiksha/contract/practice-lab';
import { messages } from '../../messages/index.ts';

const text = messages.lab;

function TestLine({ test, number }: { test: LabTestResult; number: number }) {
  const { passed, hidden, actual, expected } = test;
  return (
    <li>
      <span className={`tag ${passed ? 'right' : 'wrong'}`}>
        {passed ? text.testPassed : text.testFailed}
      </span>{' '}
      <span className="lab-test-name">{hidden ? text.hiddenTest(number) : test.name}</span>
      {!passed && !hidden && (
        <dl>
          <dt>{text.got}</dt>
          <dd>
            <code>{actual}</code>
          </dd>
          <dt>{text.wanted}</dt>
          <dd>
            <code>{expected}</code>
          </dd>
        </dl>
      )}
    </li>
  );
}

/** What the tests found, the hidden ones last and without names. */
export function Tests({ tests }: { tests: readonly LabTestResult[] }) {
  if (tests.length === 0) return null;
  const shown = tests.filter(({ hidden }) => !hidden);
  const hidden = tests.filter((test) => test.hidden);
  const passed = tests.filter((test) => test.passed).length;
  return (
    <div>
      <h4>
        {text.tests}: {text.testsPassed(passed, tests.length)}
      </h4>
      <ul className="lab-tests">
        {[...shown, ...hidden].map((test, index) => {
          const number = index - shown.length + 1;
          // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat; the order never changes.
          return <TestLine key={`${index}-${test.name}`} test={test} number={number} />;
        })}
      </ul>
    </div>
  );
}

interface PrintedProps {
  readonly output: string;
  readonly expected: string | null;
  readonly passed: boolean | null;
}

/** What the code printed, beside what it should have where that is compared. */
export function Printed({ output, expected, passed }: PrintedProps) {
  return (
    <div>
      <h4>{text.output}</h4>
      {output ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it.
        <pre className="lab-console" tabIndex={0}>
          {output}
        </pre>
      ) : (
        <p className="quiet">{text.noOutput}</p>
      )}
      {passed === true && <p className="note right">{text.outputRight}</p>}
      {passed === false && expected !== null && (
        <>
          <p className="note wrong">{text.outputWrong}</p>
          <h4>{text.expected}</h4>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach it. */}
          <pre className="lab-console" tabIndex={0}>
            {expected}
          </pre>
        </>
      )}
    </div>
  );
}

/** What the server found: this is what counts. */
export function Verdict({ run, expected }: { run: LabRun; expected: string | null }) {
  const how = text.statuses[run.status];
  return (
    <section className="lab-findings" aria-labelledby="lab-verdict">
      <h3 id="lab-verdict">{text.onServer}</h3>
      {run.passed && <p className="note right">{text.passed}</p>}
      {!run.passed && run.status !== 'running' && <p className="note wrong">{text.notPassed}</p>}
      {how && <p>{how}</p>}
      {run.error !== null && <pre className="lab-console wrong">{run.error}</pre>}
      <Tests tests={run.tests} />
      {run.status !== 'running' && (run.output !== '' || run.output_passed !== null) && (
        <Printed output={run.output} expected={expected} passed={run.output_passed} />
      )}
    </section>
  );
}
