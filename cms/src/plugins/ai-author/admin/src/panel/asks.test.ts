import { expect, it } from 'vitest';
import { commandOf } from '../../../server/commands/index';
import { commandNames } from '../../../server/wire';
import { type Ask, areSound, asksFor, firstValues, panelKinds, sentParams } from './asks';

const offered = panelKinds.flatMap((kind) => {
  const { write, rewrite } = asksFor(kind, true);
  return [...write, ...rewrite].map((ask) => ({ kind, command: ask.command, ask }));
});

it('offers every command but the one with a dialog of its own', () => {
  const commands = new Set(offered.map(({ command }) => command));
  expect([...commands].sort()).toEqual(commandNames.filter((name) => name !== 'course').sort());
});

it.each(offered.filter(({ command }) => command !== 'missing'))(
  'the server takes what the dialog of $command beside a $kind begins with',
  ({ kind, command, ask }) => {
    const { targets, params } = commandOf(command as Parameters<typeof commandOf>[0]);
    expect(targets).toContain(kind);
    const required = Object.fromEntries(
      ask.params.filter((param) => 'required' in param).map(({ name }) => [name, 'German']),
    );
    const values = { ...firstValues(ask), ...required };
    expect(areSound(ask, values)).toBe(true);
    expect(params.safeParse(sentParams(ask, values)).error).toBeUndefined();
  },
);

it('the bounds of the dialogs are those of the server', () => {
  for (const { command, ask } of offered) {
    if (command === 'missing') continue;
    const { params } = commandOf(command as Parameters<typeof commandOf>[0]);
    const takes = (ask: Ask, values: Record<string, unknown>) =>
      params.safeParse(sentParams(ask, { ...firstValues(ask), language: 'German', ...values }))
        .success;
    for (const param of ask.params) {
      if (param.form !== 'number') continue;
      expect([param.name, takes(ask, { [param.name]: param.most })]).toEqual([param.name, true]);
      expect([param.name, takes(ask, { [param.name]: param.most + 1 })]).toEqual([
        param.name,
        false,
      ]);
    }
    for (const param of ask.params)
      if (param.form === 'text' || param.form === 'line')
        expect([
          command,
          param.name,
          takes(ask, { [param.name]: 'x'.repeat(param.longest) }),
          takes(ask, { [param.name]: 'x'.repeat(param.longest + 1) }),
        ]).toEqual([command, param.name, true, false]);
  }
});

it('leaves out what was left empty, and asks for what is required', () => {
  const translate = asksFor('lesson', false).rewrite.find(({ command }) => command === 'translate');
  if (translate === undefined) throw new Error('Nothing translates.');
  const values = firstValues(translate, (field) => field === 'title');
  expect(values).toEqual({ fields: ['title'], language: '' });
  expect(areSound(translate, values)).toBe(false);
  expect(areSound(translate, { ...values, language: 'Tamil', fields: [] })).toBe(false);
  expect(sentParams(translate, { ...values, language: ' ' })).toEqual({ fields: ['title'] });
});
