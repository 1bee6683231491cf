import { describe, expect, it } from 'vitest';
import { init } from '../../../src/commands/repository/init.ts';
import type { InitDeps, InitResult } from '../../../src/commands/repository/init.ts';

/** A folder in memory and a terminal that gives these answers. Further questions throw. */
function terminal(answers: readonly string[], files = new Map<string, string>()) {
  const asked: string[] = [];
  const shown: InitResult[] = [];
  const deps: InitDeps = {
    ask: async (question) => {
      const answer = answers[asked.push(question) - 1];
      if (answer === undefined) throw new Error(`Unexpected question: ${question}`);
      return answer;
    },
    read: async (path) => files.get(path),
    write: async (path, content) =>
      void files.set(path, typeof content === 'string' ? content : `${content.length} bytes`),
    ciFiles: async (ci) => [{ path: `${ci}.yml`, content: 'steps' }],
    packTool: async () => ({
      version: '9.9.9',
      tarball: new Uint8Array(5),
      manifest: { license: 'MIT' },
      lockedPackages: { 'node_modules/yaml': { version: '2.9.1', integrity: 'sha512-abc' } },
    }),
    accounts: async () => [],
    show: (result) => void shown.push(result),
    ledgerAt: async (location = '.rollcall/ledger.db') => ({ location }),
  };
  return { deps, asked, shown, files };
}

describe('init on a terminal', () => {
  it('asks for values without a flag, and writes the answers', async () => {
    const { deps, asked, files } = terminal(['1234567', 'gitlab', 'postgres://db.acme.example/ledger']);
    expect(await init({}, deps)).toBe(0);
    expect(asked).toHaveLength(3);
    expect(files.get('enrollments.yaml')).toContain('\nportal: 1234567\n');
    expect(files.get('enrollments.yaml')).toContain('\nledger: postgres://db.acme.example/ledger #');
    expect(files.get('enrollments.yaml')).toContain('\nexpires: 7d #');
    const vendored = ['rollcall-9.9.9.tgz', 'package.json', 'package-lock.json'];
    expect([...files.keys()]).toEqual([
      'enrollments.yaml',
      'enrollments.story.yaml',
      'gitlab.yml',
      ...vendored.map((name) => `.rollcall/ci/${name}`),
      '.gitignore',
    ]);
  });

  it('uses the default for an empty answer', async () => {
    const { deps, files } = terminal(['', ' ', '']);
    await init({}, deps);
    expect(files.get('enrollments.yaml')).toContain('\nportal: simulated ');
    expect(files.get('enrollments.yaml')).toContain('\nledger: .rollcall/ledger.db #');
    expect(files.get('enrollments.yaml')).not.toContain('expires');
    expect([...files.keys()]).toEqual(['enrollments.yaml', 'enrollments.story.yaml', '.gitignore']);
  });

  it('asks again after an invalid answer', async () => {
    const { deps, asked, files } = terminal(['acme', '7', 'jenkins', 'none', '']);
    await init({}, deps);
    expect(asked).toHaveLength(5);
    expect(asked[1]).toContain('the number of a HubSpot account');
    expect(asked[3]).toContain('github, gitlab or none');
    expect(files.get('enrollments.yaml')).toContain('\nportal: 7\n');
  });

  it('does not ask for values of flags', async () => {
    const { deps, asked } = terminal([]);
    await init({ portal: 'simulated', ci: 'none', ledger: 'here.db' }, deps);
    expect(asked).toEqual([]);
  });

  it('asks nothing if a file already exists', async () => {
    const { deps, asked } = terminal([], new Map([['enrollments.yaml', 'mine']]));
    await expect(init({}, deps)).rejects.toMatchObject({ code: 'file-exists', exitCode: 1 });
    expect(asked).toEqual([]);
  });

  it('names every existing file, and writes none', async () => {
    const { deps, files } = terminal(['', 'github', ''], new Map([['github.yml', 'theirs']]));
    await expect(init({}, deps)).rejects.toThrow('github.yml already exists');
    expect([...files]).toEqual([['github.yml', 'theirs']]);
  });
});
