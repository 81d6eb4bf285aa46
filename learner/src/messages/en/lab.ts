import { formatNumber } from '../../lib/format.ts';

/** Practice labs. */

export const lab = {
  label: 'Practice lab',
  instructions: 'What to do',
  parts: 'Parts of the lab',
  code: 'Code',
  codeLabel: (title: string) => `Your code for “${title}”`,
  result: 'Result',
  nothingYet: 'Nothing has been run yet.',
  keys: 'Ctrl + Enter runs your code. To leave the editor with Tab, press Esc first.',
  run: 'Run',
  stop: 'Stop',
  show: 'Show the page',
  reset: 'Start over',
  resetTitle: 'Start over from the given code?',
  resetText: 'Your code is replaced by the code the lab began with. You can take that back.',
  resetYes: 'Start over',
  resetNo: 'Keep my code',
  resetDone: 'The code is as it was given.',
  undo: 'Bring my code back',
  check: 'Check my code',
  checking: 'Checking…',
  checkHint:
    'Run is for trying things in your browser. Only “Check my code” counts: the server runs your code again, with all tests.',
  checkHidden: (n: number) =>
    n === 1 ? 'One of its tests is hidden.' : `${formatNumber(n)} of its tests are hidden.`,
  visual: 'This check looks at how your page is built, not at how it looks.',
  save: 'Save',
  saving: {
    saved: 'Saved',
    waiting: 'Not saved yet',
    saving: 'Saving…',
    failed: 'Not saved yet. It is kept on this device, and we try again.',
  },
  leftover:
    'This device has code of yours that was never saved, and newer code came from elsewhere.',
  takeLeftover: 'Use the code of this device',
  dropLeftover: 'Keep the newer code',
  loading: (language: string, come: string, of: string) =>
    `Getting ${language} ready: ${come} of ${of}, once`,
  starting: (language: string) => `Starting ${language}…`,
  languages: {
    javascript: 'JavaScript',
    typescript: 'TypeScript',
    python: 'Python',
    sql: 'SQL',
    html: 'HTML',
    css: 'CSS',
  },
  running: 'Running…',
  ran: 'Your code ran to its end.',
  stopped: 'Stopped.',
  late: (seconds: number) =>
    `Stopped after ${formatNumber(seconds)} seconds. Is there a loop that never ends?`,
  runtimeFailed:
    'The code could not be run in this browser. “Check my code” works all the same; your code is safe.',
  error: (line: number | null) =>
    line === null ? 'Your code stopped with an error' : `Error in line ${formatNumber(line)}`,
  output: 'What it printed',
  noOutput: 'It printed nothing.',
  expected: 'What it should print',
  outputRight: 'It printed what it should.',
  outputWrong: 'It should have printed something else.',
  preview: 'Your page',
  previewTitle: 'Your page, as a browser shows it',
  inBrowser: 'Tried in your browser',
  inBrowserText: 'This is a first look. Choose “Check my code” to have it count.',
  tests: 'Tests',
  testsPassed: (passed: number, of: number) =>
    `${formatNumber(passed)} of ${formatNumber(of)} passed`,
  testPassed: 'Passed',
  testFailed: 'Not passed',
  hiddenTest: (n: number) => `Hidden test ${formatNumber(n)}`,
  got: 'Got',
  wanted: 'Expected',
  onServer: 'Checked by the server',
  passed: 'Your code passed every test. This lab is done.',
  notPassed: 'Not there yet. Look at what differs, change your code and check again.',
  statuses: {
    running: 'The server is still at it. Reload this page in a moment.',
    finished: '',
    error: 'Your code stopped with an error.',
    timeout: 'Your code took too long and was ended. Is there a loop that never ends?',
    memory: 'Your code used more memory than there is for it.',
    output: 'Your code printed more than can be kept.',
    crashed:
      'What runs your code broke down. Check again; if it happens again, look for what your code asks too much of.',
  },
  unreachable:
    'The server cannot be reached for the moment. Your code is safe; try again in a minute.',
  signedOut:
    'You are not logged in any more. Your code is kept on this device: log in again, then come back.',
  hints: 'Hints',
  hintCount: (seen: number, of: number) =>
    `${formatNumber(seen)} of ${formatNumber(of)} hints seen`,
  hint: (n: number) => `Hint ${formatNumber(n)}`,
  nextHint: (n: number) => `Show hint ${formatNumber(n)}`,
  solution: 'One way to do it',
  solutionText: 'Compare it with yours. Other ways are just as right.',
  wordOfHonour:
    'The server cannot check this lab. You say yourself when you have done it, and it counts for no certificate.',
  declare: 'I have done this',
  declared: 'Done, by your own word. It counts for no certificate.',
  verified: 'Done. The server has checked it.',
  noRuntime: 'Write and run this on your own computer; the site cannot run this language.',
};
