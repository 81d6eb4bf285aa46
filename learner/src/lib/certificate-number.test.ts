import { describe, expect, it } from 'vitest';
import { checkDigit, readTyped } from './certificate-number.ts';

const number = (year: number, serial: string) =>
  `OS-${year}-${serial}-${checkDigit(`${year}${serial}`)}`;
const issued = number(2026, '000042');
const [serial, check] = ['100110', checkDigit('2026100110')];
const confusable = `OS-2026-${serial}-${check}`;

describe('the check digit', () => {
  it('is the one of the published example', () => {
    expect(checkDigit('572')).toBe('4');
  });

  it('shows every single wrong digit and every two neighbours that changed places', () => {
    const digits = issued.replace(/\D/g, '');
    for (let at = 0; at < digits.length; at += 1) {
      for (const wrong of '0123456789'.replace(digits[at] ?? '', '')) {
        const typed = digits.slice(0, at) + wrong + digits.slice(at + 1);
        expect(readTyped(`OS${typed}`).kind, typed).toBe('mistyped');
      }
      const [first = '', second = ''] = [digits[at], digits[at + 1]];
      if (second === '' || first === second) continue;
      const typed = digits.slice(0, at) + second + first + digits.slice(at + 2);
      expect(readTyped(`OS${typed}`).kind, typed).toBe('mistyped');
    }
  });
});

describe('what somebody typed', () => {
  it.each([
    ['as printed', issued, issued],
    ['without hyphens', issued.replaceAll('-', ''), issued],
    ['with spaces and in small letters', ` ${issued.toLowerCase().replaceAll('-', ' ')} `, issued],
    ['with other hyphens', issued.replaceAll('-', '–'), issued],
    ['with a zero for the O of OS', issued.replace('O', '0'), issued],
    ['with O for 0', confusable.replaceAll('0', 'O'), confusable],
    ['with I for 1', confusable.replaceAll('1', 'I'), confusable],
    ['with l for 1', confusable.replaceAll('1', 'l'), confusable],
    ['as a whole address', `https://school.example/certificates/${issued}`, issued],
    ['a serial of seven digits', number(2027, '1234567'), number(2027, '1234567')],
    ['a number from before', 'os 2026 7k3qf9xmb2', 'OS-2026-7K3QF-9XMB2'],
    ['a number from before with O for 0', 'OS-2O26-OK3QF-9XMBI', 'OS-2026-0K3QF-9XMB1'],
  ])('is understood %s', (_how, typed, expected) => {
    expect(readTyped(typed)).toEqual({ kind: 'number', number: expected });
  });

  it.each([
    ['alone', '0123456789abcdefghjkmnpqrs'],
    ['in capitals', '0123456789ABCDEFGHJKMNPQRS'],
    ['in an address', 'https://school.example/c/0123456789abcdefghjkmnpqrs'],
    ['in the address of its file', 'school.example/c/0123456789abcdefghjkmnpqrs.pdf'],
  ])('is a secret %s', (_how, typed) => {
    expect(readTyped(typed)).toEqual({ kind: 'secret', secret: '0123456789abcdefghjkmnpqrs' });
  });

  it.each([
    '',
    'abc',
    'OS',
    'OS-2026',
    'OS-2026-12',
    'XX-2026-000042-1',
    'OS-2026-7K3QF-9XM',
    '<b>',
  ])('is nothing in %j', (typed) => {
    expect(readTyped(typed)).toEqual({ kind: 'nothing' });
  });
});
