import { describe, expect, it } from 'vitest';
import { localExecuteApiUrls, locateApi } from '../../../src/services/apigateway/urls.ts';

const isApi = (apiId: string): boolean => apiId === 'abc123';

describe('an API is found', () => {
  for (const [host, path, expected] of [
    ['127.0.0.1:4650', '/abc123/live', { apiId: 'abc123', stage: 'live', path: '/' }],
    ['127.0.0.1:4650', '/abc123/live/', { apiId: 'abc123', stage: 'live', path: '/' }],
    [
      '127.0.0.1:4650',
      '/abc123/live/@connections/a%3D',
      { apiId: 'abc123', stage: 'live', path: '/@connections/a%3D' },
    ],
    [
      'abc123.execute-api.us-east-1.amazonaws.com',
      '/live/a/b',
      { apiId: 'abc123', stage: 'live', path: '/a/b' },
    ],
    [
      'abc123.execute-api.us-east-1.amazonaws.com:4650',
      '/live',
      { apiId: 'abc123', stage: 'live', path: '/' },
    ],
    ['other.execute-api.us-east-1.amazonaws.com', '/abc123/live', undefined],
    ['127.0.0.1:4650', '/abc123', undefined],
    ['127.0.0.1:4650', '/abc123/', undefined],
    ['127.0.0.1:4650', '/other/live', undefined],
    ['127.0.0.1:4650', '/', undefined],
    [undefined, '/abc123/live', { apiId: 'abc123', stage: 'live', path: '/' }],
  ] as const) {
    it(`at ${host}${path}: ${expected?.path ?? 'no'}`, () => {
      expect(locateApi(host, path, isApi)).toEqual(expected);
    });
  }
});

describe('the local form', () => {
  for (const [text, expected] of [
    ['wss://abc123.execute-api.us-east-1.amazonaws.com/live', 'ws://127.0.0.1:4650/abc123/live'],
    ['https://abc123.execute-api.us-east-1.amazonaws.com/live/', 'http://127.0.0.1:4650/abc123/live/'],
    ['wss://abc123.execute-api.cn-north-1.amazonaws.com.cn/live', 'ws://127.0.0.1:4650/abc123/live'],
    [
      'wss://other.execute-api.us-east-1.amazonaws.com/live',
      'wss://other.execute-api.us-east-1.amazonaws.com/live',
    ],
    [
      'see https://abc123.execute-api.us-east-1.amazonaws.com/a and wss://abc123.execute-api.us-east-1.amazonaws.com/b',
      'see http://127.0.0.1:4650/abc123/a and ws://127.0.0.1:4650/abc123/b',
    ],
    ['no URL', 'no URL'],
  ] as const) {
    it(`of ${text}`, () => {
      expect(localExecuteApiUrls(text, 'http://127.0.0.1:4650', isApi)).toBe(expected);
    });
  }
});
