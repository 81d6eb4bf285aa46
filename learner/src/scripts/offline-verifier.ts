import { attachedCredential } from '../lib/credentials/attachment.ts';
import { kindOf } from '../lib/credentials/files.ts';
import { didAddress, issuerIdOf } from '../lib/credentials/issuer.ts';
import { type Fields, fieldsAt, listAt, parseFields, textAt } from '../lib/credentials/json.ts';
import { type Verdict, verify } from '../lib/credentials/verify.ts';
import type { OfflineWords } from '../messages/en/offline.ts';

/** What the page carries along: its words, and the school's keys of the day it was made. */
interface Carried {
  readonly words: OfflineWords;
  /** A did.json. */
  readonly issuer: string | null;
  readonly issuerAt: string;
}

const place = document.querySelector<HTMLElement>('[data-offline-verifier]');
const carried = document.querySelector('#offline-verifier-data')?.textContent;
if (place && carried) void start(place, JSON.parse(carried) as Carried);

type Child = Node | string | null;

/** An element; texts become text nodes, so nothing in a file becomes markup. */
function make(tag: string, attributes: Readonly<Record<string, string>>, ...children: Child[]) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

const filled = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');

async function canVerify(): Promise<boolean> {
  try {
    await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    return true;
  } catch {
    return false;
  }
}

async function start(root: HTMLElement, { words, issuer, issuerAt }: Carried): Promise<void> {
  if (!(await canVerify())) {
    root.replaceChildren(make('p', { class: 'problem', role: 'alert' }, words.tooOld));
    return;
  }
  const lang = document.documentElement.lang;
  const moment = (instant: string) =>
    new Date(instant).toLocaleString(lang, { dateStyle: 'long', timeStyle: 'short' });
  const input = make('input', {
    type: 'file',
    multiple: '',
    id: 'offline-files',
    'aria-describedby': 'offline-files-hint',
  }) as HTMLInputElement;
  const chosen = make('div', {});
  const result = make('div', { role: 'status', class: 'offline-result' });
  root.replaceChildren(
    make(
      'div',
      { class: 'card offline-drop' },
      make('label', { class: 'field-label', for: 'offline-files' }, words.choose),
      input,
      make('p', { class: 'hint', id: 'offline-files-hint' }, words.chooseHint),
    ),
    chosen,
    result,
  );

  const given = {
    credential: null as string | null,
    issuer,
    issuerName: filled(words['kind.bundled'], { time: moment(issuerAt) }),
    list: null as string | null,
  };
  /** By what a file is: the last one chosen of each kind, which is the one that counts. */
  const names = new Map<string, readonly [name: string, kind: string]>();

  async function take(files: Iterable<File>): Promise<void> {
    names.delete('unknown');
    for (const file of files) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const isPdf = /^%PDF-/.test(new TextDecoder('latin1').decode(bytes.slice(0, 5)));
      const text = isPdf ? await attachedCredential(bytes) : new TextDecoder().decode(bytes);
      const kind = text === null ? 'unknown' : kindOf(text);
      if (kind === 'credential') given.credential = text;
      if (kind === 'list') given.list = text;
      if (kind === 'issuer') {
        given.issuer = text;
        given.issuerName = '';
      }
      const said = isPdf ? (text === null ? 'pdf-empty' : 'pdf') : kind;
      names.set(kind, [file.name, words[`kind.${said}`]]);
    }
    await show();
  }

  async function show(): Promise<void> {
    const rows =
      given.issuer !== null && given.issuerName !== '' ? [['did.json', given.issuerName]] : [];
    chosen.replaceChildren(
      make('h2', {}, words.taken),
      make(
        'ul',
        { role: 'list' },
        ...[...names.values(), ...rows].map(([name = '', kind = '']) =>
          make('li', {}, make('bdi', {}, name), `: ${kind}`),
        ),
      ),
    );
    if (given.credential === null) return;
    const verdict = await verify({
      credential: given.credential,
      issuer: given.issuer ?? undefined,
      statusList: given.list ?? undefined,
      now: new Date(),
    });
    const listAt = textAt(parseFields(given.list ?? '') ?? {}, 'validFrom');
    result.replaceChildren(
      ...verdictOf(verdict, words, listAt === null ? '' : moment(listAt)),
      ...checksOf(verdict, words),
      ...fieldsOf(verdict, words, lang),
    );
  }

  /** One choice after the other: the verdict that stays is about the last, however long an earlier one takes. */
  let turn = Promise.resolve();
  function takeInTurn(files: Iterable<File>): void {
    const mine = [...files];
    turn = turn.catch(() => undefined).then(() => take(mine));
  }

  input.addEventListener('change', () => takeInTurn(input.files ?? []));
  for (const name of ['dragover', 'drop'] as const) {
    document.addEventListener(name, (event) => event.preventDefault());
  }
  document.addEventListener('drop', (event) => takeInTurn(event.dataTransfer?.files ?? []));
}

const signs = { valid: '✓', unproven: '?', revoked: '✕', refused: '✕' } as const;
const stateSigns = { passed: '✓', unknown: '?', failed: '✕' } as const;

function verdictOf({ outcome }: Verdict, words: OfflineWords, listTime: string): Node[] {
  const tone = outcome === 'valid' ? 'right' : outcome === 'unproven' ? 'open' : 'wrong';
  return [
    make(
      'div',
      { class: `card offline-verdict ${tone}` },
      make(
        'h2',
        {},
        make('span', { 'aria-hidden': 'true' }, `${signs[outcome]} `),
        words[`outcome.${outcome}`],
      ),
      make('p', {}, filled(words[`outcome.${outcome}.text`], { time: listTime })),
    ),
  ];
}

function checksOf({ checks }: Verdict, words: OfflineWords): Node[] {
  const rows = Object.entries(checks).map(([name, { state, reason }]) => {
    const why = words[`reason.${reason}`];
    return make(
      'li',
      { class: state },
      make('span', { 'aria-hidden': 'true', class: 'sign' }, stateSigns[state]),
      make(
        'div',
        {},
        make('strong', {}, words[`check.${name as keyof Verdict['checks']}`]),
        `: ${words[`state.${state}`]}`,
        why === '' ? null : make('p', { class: 'hint' }, why),
      ),
    );
  });
  return [
    make('h2', {}, words.checks),
    make('ul', { role: 'list', class: 'offline-checks' }, ...rows),
  ];
}

function fieldsOf({ credential, key, checks }: Verdict, words: OfflineWords, lang: string): Node[] {
  if (credential === null) return [];
  const did = issuerIdOf(credential) ?? '';
  const subject = fieldsAt(credential, 'credentialSubject');
  const achievement = fieldsAt(subject, 'achievement');
  const address = didAddress(did);
  const rows: [string, Child][] = [
    [words['field.name'], holderOf(subject)],
    [words['field.certificate'], textAt(credential, 'name')],
    [words['field.course'], textAt(achievement, 'name')],
    [words['field.number'], textAt(subject, 'licenseNumber')],
    [words['field.issued'], dayOf(textAt(credential, 'validFrom'), lang)],
    [words['field.completed'], dayOf(textAt(subject, 'activityEndDate'), lang)],
    [words['field.result'], resultsOf(subject, achievement)],
    [words['field.about'], textAt(achievement, 'description')],
    [words['field.school'], textAt(fieldsAt(credential, 'issuer'), 'name')],
    [words['field.issuer'], did],
    [words['field.page'], linkTo(textAt(listAt(credential, 'evidence')[0] ?? {}, 'id'))],
    [
      words['field.list'],
      linkTo(textAt(fieldsAt(credential, 'credentialStatus'), 'statusListCredential')),
    ],
    [words['field.key'], key],
  ];
  const shown = rows.filter(([, value]) => value !== null && value !== '');
  const hint = address === null ? '' : filled(words.keyHint, { address });
  return [
    make('h2', {}, checks.proof.state === 'passed' ? words.fields : words.claimed),
    make(
      'dl',
      { class: 'card offline-fields' },
      ...shown.map(([name, value]) =>
        make('div', {}, make('dt', {}, name), make('dd', { dir: 'auto' }, make('bdi', {}, value))),
      ),
    ),
    make('p', { class: 'hint' }, hint),
  ];
}

const holderOf = (subject: Fields): string | null => {
  const named = listAt(subject, 'identifier').find(({ identityType }) => identityType === 'name');
  return named?.hashed === false ? textAt(named, 'identityHash') : null;
};

/** Each result under the name that the achievement gives it. */
function resultsOf(subject: Fields, achievement: Fields): string {
  const described = listAt(achievement, 'resultDescription');
  return listAt(subject, 'result')
    .map((result) => {
      const about = described.find(({ id }) => id === result.resultDescription) ?? {};
      return [textAt(about, 'name'), textAt(result, 'value')].filter(Boolean).join(': ');
    })
    .join(', ');
}

function dayOf(instant: string | null, lang: string): string | null {
  const date = new Date(instant ?? '');
  if (Number.isNaN(date.getTime())) return instant;
  return date.toLocaleDateString(lang, { dateStyle: 'long', timeZone: 'UTC' });
}

/** Only what leads to a web page becomes a link. */
function linkTo(url: string | null): Child {
  if (url === null || !/^https?:\/\//.test(url)) return url;
  return make('a', { href: url, rel: 'noreferrer' }, url);
}
