import { describe, expect, it } from 'vitest';
import { createSourceUrl } from '../../../src/cli/views/markdown-view.ts';
import { folderWith } from '../folder.ts';
import { rollcallInProcess } from '../rollcall-in-process.ts';

const github = {
  GITHUB_SERVER_URL: 'https://github.example',
  GITHUB_REPOSITORY: 'acme/crm',
  GITHUB_SHA: '0123abcd',
  GITHUB_WORKSPACE: '/work/crm',
};
const gitlab = {
  CI_PROJECT_URL: 'https://gitlab.example/acme/crm',
  CI_COMMIT_SHA: '0123abcd',
  CI_PROJECT_DIR: '/work/crm',
};

const atGitHub = 'https://github.example/acme/crm/blob/0123abcd';
const atGitLab = 'https://gitlab.example/acme/crm/-/blob/0123abcd';

describe('the URL of a line', () => {
  it.each([
    ['a.yaml:7', createSourceUrl(github, '/work/crm'), `${atGitHub}/a.yaml#L7`],
    ['a.yaml:8', createSourceUrl(gitlab, '/work/crm'), `${atGitLab}/a.yaml#L8`],
    ['../a b.yaml:7', createSourceUrl(github, '/work/crm/eu'), `${atGitHub}/a%20b.yaml#L7`],
    ['x/a.yaml:7', createSourceUrl(gitlab, '/work/crm/eu'), `${atGitLab}/eu/x/a.yaml#L7`],
    ['../other/a.yaml:7', createSourceUrl(github, '/work/crm'), undefined],
    ['a.yaml', createSourceUrl(github, '/work/crm'), undefined],
  ])('%s', (place, sourceUrl, url) => {
    expect(sourceUrl?.(place)).toBe(url);
  });

  it('is undefined outside of a pipeline', () => {
    expect(createSourceUrl({}, '/work/crm')).toBeUndefined();
    expect(createSourceUrl({ ...github, GITHUB_SHA: '' }, '/work/crm')).toBeUndefined();
  });

  it('is part of the markdown in a pipeline only', async () => {
    const cwd = folderWith({
      'enrollments.yaml': `version: 1
portal: simulated
sequences:
  q4-outbound: { id: 5510021, sender: maria@acme.example, members: [ana@northwind.example] }
`,
    });
    const plan = ['plan', '--format', 'markdown'];
    const env = { ...github, GITHUB_WORKSPACE: cwd };
    const { stdout } = await rollcallInProcess(plan, { cwd, env });
    expect(stdout).toContain('(<https://github.example/acme/crm/blob/0123abcd/enrollments.yaml#L4>)');
    const plain = await rollcallInProcess(plan, { cwd });
    expect(plain.stdout).toContain('`enrollments.yaml:4`');
    expect(plain.stdout).not.toContain('enrollments.yaml#L4');
  });
});
