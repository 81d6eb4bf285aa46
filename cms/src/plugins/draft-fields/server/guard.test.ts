import { errors } from '@strapi/utils';
import { expect, it } from 'vitest';
import { refuseWrongShapes } from './guard';

const contentType = {
  attributes: {
    title: { type: 'string' },
    tips: { type: 'json', customField: 'plugin::draft-fields.string-list' },
    notes: { type: 'json' },
  },
};
const call = (action: string, data: unknown) => ({ action, contentType, params: { data } });

it.each(['create', 'update', 'clone'])(
  'refuses to %s a wrong shape, with the path of the field',
  (action) => {
    try {
      refuseWrongShapes(call(action, { title: 'x', tips: 'one' }));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(errors.ValidationError);
      expect(error).toMatchObject({
        message: '“tips” must be a list of texts; it is a text.',
        details: { errors: [{ path: ['tips'] }] },
      });
    }
  },
);

it.each([
  ['a right shape', call('create', { tips: ['one'] })],
  ['an emptied field', call('update', { tips: null })],
  ['a field that is not ours', call('update', { notes: 'anything' })],
  ['reading', { action: 'findMany', contentType, params: { filters: {} } }],
])('lets %s pass', (_, allowed) => {
  expect(() => refuseWrongShapes(allowed)).not.toThrow();
});
