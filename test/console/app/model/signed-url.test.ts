import { expect, it } from 'vitest';
import { expiryOf, placeOf, signingCommand } from '../../../../src/console/app/model/signed-url.ts';

it.each([
  ['wss://a/live?X-Amz-Date=20260102T030405Z&X-Amz-Expires=300', Date.UTC(2026, 0, 2, 3, 9, 5)],
  ['wss://a/live?X-Amz-Date=20260102T030405Z', undefined],
  ['wss://a/live?X-Amz-Date=today&X-Amz-Expires=300', undefined],
  ['ws://127.0.0.1:1/live', undefined],
  ['no URL', undefined],
])('%s ends at %s', (url, expiry) => {
  expect(expiryOf(url)).toBe(expiry);
});

it.each([
  [
    'wss://a.execute-api.eu-west-1.amazonaws.com/live?X-Amz-Expires=300',
    'lambdaless url wss://a.execute-api.eu-west-1.amazonaws.com/live',
  ],
  [
    'wss://a.execute-api.cn-north-1.amazonaws.com.cn/live',
    'lambdaless url wss://a.execute-api.cn-north-1.amazonaws.com.cn/live',
  ],
  ['wss://events.example.com/live?x', 'lambdaless url --sign wss://events.example.com/live'],
  ['ws://127.0.0.1:4650/abc/live', 'lambdaless url --sign ws://127.0.0.1:4650/abc/live'],
])('%s is signed anew by %s', (url, command) => {
  expect(signingCommand(url)).toBe(command);
});

it('knows no place of what is no URL', () => {
  expect(placeOf('no URL')).toBe('');
});
