import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  removePattern,
  savedPatterns,
  savePattern,
} from '../../../../src/console/app/model/saved-patterns.ts';
import {
  changeSettings,
  rememberedPanes,
  rememberPanes,
  settings,
} from '../../../../src/console/app/model/settings.ts';

const storage = (): Storage => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  } as Storage;
};

const AS_AT_FIRST = { isTimeRelative: false, isWhole: false };

describe('what the browser keeps', () => {
  beforeEach(() => {
    vi.stubGlobal('localStorage', storage());
    vi.stubGlobal('sessionStorage', storage());
    return () => vi.unstubAllGlobals();
  });

  it('is what was changed, beside what was not', () => {
    expect(settings()).toEqual(AS_AT_FIRST);
    changeSettings({ split: 30 });
    changeSettings({ isTimeRelative: true });
    expect(settings()).toEqual({ split: 30, isTimeRelative: true, isWhole: false });
  });

  it.each(['no JSON', '[]', 'null', '{"split":"wide","isTimeRelative":1}', '{"split":1000}'])(
    'is nothing where %s is stored',
    (text) => {
      localStorage.setItem('lambdaless.settings', text);
      localStorage.setItem('lambdaless.patterns', text);
      sessionStorage.setItem('lambdaless.panes', text);
      expect([settings(), savedPatterns(), rememberedPanes()]).toEqual([AS_AT_FIRST, [], []]);
    },
  );

  it('is nothing, and no error, where the browser denies its storage', () => {
    vi.stubGlobal('localStorage', undefined);
    changeSettings({ split: 30 });
    expect([settings(), savePattern({ name: 'a', text: '{}' }), savedPatterns()]).toEqual([
      AS_AT_FIRST,
      false,
      [],
    ]);
  });

  it('holds panes with their patterns and columns', () => {
    const panes = [{ pattern: '{}', columns: ['source'] }];
    rememberPanes(panes);
    expect(rememberedPanes()).toEqual(panes);
  });

  it('holds patterns by name', () => {
    savePattern({ name: 'b', text: '1' });
    savePattern({ name: 'a', text: '2' });
    savePattern({ name: 'b', text: '3' });
    expect(savedPatterns()).toEqual([
      { name: 'a', text: '2' },
      { name: 'b', text: '3' },
    ]);
    removePattern('a');
    expect(savedPatterns().map(({ name }) => name)).toEqual(['b']);
  });
});
