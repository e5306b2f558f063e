import { describe, expect, it } from 'vitest';
import { isTrustedHost, isTrustedOrigin, LOOPBACK_ONLY } from '../../src/wire/origin.ts';

const WITH_DOCKER = { also: ['host.docker.internal'] };

describe('a host', () => {
  it.each([
    ['localhost', true],
    ['localhost:4650', true],
    ['LOCALHOST:4650', true],
    ['abc.localhost:4650', true],
    ['127.0.0.1', true],
    ['127.0.0.1:4650', true],
    ['127.9.9.9:1', true],
    ['[::1]:4650', true],
    ['evil.example', false],
    ['evil.example:4650', false],
    ['127.0.0.1.evil.example', false],
    ['localhost.evil.example', false],
    ['evil-localhost', false],
    ['192.168.0.1:4650', false],
    ['[::2]:4650', false],
    ['host.docker.internal:4650', false],
    ['', false],
    [undefined, false],
  ])('%s is trusted: %s', (host, trusted) => {
    expect(isTrustedHost(host, LOOPBACK_ONLY)).toBe(trusted);
  });

  it('is trusted by name where that was asked for', () => {
    expect(isTrustedHost('host.docker.internal:4650', WITH_DOCKER)).toBe(true);
    expect(isTrustedHost('other.internal', WITH_DOCKER)).toBe(false);
  });
});

describe('an origin', () => {
  it.each([
    [undefined, true],
    ['http://localhost:4650', true],
    ['https://127.0.0.1:1', true],
    ['http://[::1]:4650', true],
    ['https://evil.example', false],
    ['http://localhost.evil.example', false],
    ['http://evil.example/http://localhost', false],
    ['null', false],
    ['file://', false],
    ['chrome-extension://abc', false],
  ])('%s is trusted: %s', (origin, trusted) => {
    expect(isTrustedOrigin(origin, LOOPBACK_ONLY)).toBe(trusted);
  });
});
