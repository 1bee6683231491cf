import { readdirSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/cli/compile-cache.ts';
import { folderWith } from './folder.ts';
import { rollcall } from './rollcall.ts';

const cachesCode = 'enableCompileCache' in module;

describe('the cache of compiled code', () => {
  it.each([
    ['that of the user', { XDG_CACHE_HOME: '/cache', HOME: '/home/a' }, '/cache'],
    ['in the home of the user', { HOME: '/home/a' }, '/home/a/.cache'],
    ['in the home of the user, if the setting is relative', { XDG_CACHE_HOME: 'x', HOME: '/a' }, '/a/.cache'],
    ['nowhere without a home', {}, undefined],
    ['nowhere with an empty home', { HOME: '' }, undefined],
    ['nowhere with a relative home', { HOME: 'here' }, undefined],
  ])('is %s', (_, env, expected) => {
    expect(cacheFolder(env)).toBe(expected);
  });

  it('is filled and used, and changes no output', async () => {
    const cwd = folderWith({});
    const env = { HOME: cwd };
    const first = await rollcall(['schema'], { cwd, env });
    const second = await rollcall(['schema'], { cwd, env });
    expect(first).toMatchObject({ exit: 0, stderr: '' });
    expect(second).toEqual(first);
    expect(readdirSync(cwd)).toEqual(cachesCode ? ['.cache'] : []);
  });

  it.each([
    ['cannot be written', 'file'],
    ['cannot exist', 'file/home'],
    ['is not set', undefined],
  ])('is silent if the home %s', async (_, home) => {
    const cwd = folderWith({ file: '' });
    const env = { HOME: home === undefined ? '' : join(cwd, home) };
    expect(await rollcall(['schema'], { cwd, env })).toMatchObject({ exit: 0, stderr: '' });
    expect(readdirSync(cwd)).toEqual(['file']);
  });
});
