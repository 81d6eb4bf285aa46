import { describe, expect, it } from 'vitest';
import { networkOf, normalAddress } from './address';

describe('an e-mail address', () => {
  it.each([
    [' Asha@School.Example ', 'asha@school.example'],
    ['ＡＳＨＡ@school.example', 'asha@school.example'],
    ['asha.rao+birds@gmail.com', 'asha.rao+birds@gmail.com'],
  ])('%j is one account', (typed, address) => {
    expect(normalAddress(typed)).toBe(address);
  });
});

describe('the network of an address', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['::ffff:cb00:7109', '203.0.113.9'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3:8d3::/64'],
    ['2001:DB8:85A3:8D3::1', '2001:db8:85a3:8d3::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', 'unknown'],
    ['not an address', 'unknown'],
  ])('%j is %j', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
