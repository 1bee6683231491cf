import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Finds commands that fetch a package `rollcall` by name from a registry. The name is not published, so the
 * code of a stranger who claims it would run next to the token that enrolls. A tarball or a folder is fine, and so is the vendored copy.
 */
function installsByName(text: string): readonly string[] {
  const install =
    /\b(?:npm (?:install|i|add|exec|x|init)|npx|pnpm (?:add|dlx)|yarn (?:add|dlx)|bunx|bun add)\b[^\n`]*/gu;
  return [...text.matchAll(install)]
    .map(([command]) => command)
    .filter((command) =>
      command.split(/\s+/u).some((word) => /^["']?rollcall(?:@[^\s/]*)?["';,.)]*$/u.test(word)),
    );
}

function trackedFiles(): readonly string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const places =
    /^(?:README|CONTRIBUTING|SECURITY|ARCHITECTURE)\.md$|^action\.yml$|^(?:docs|examples|src|ci|scripts)\//u;
  return output.split('\n').filter((name) => places.test(name) && !/\.(?:png|csv)$/u.test(name));
}

describe('no file tells to install rollcall from a registry', () => {
  it('finds such commands', () => {
    const found = [
      'npm install --save-dev rollcall',
      'npm i rollcall@0.1.0',
      'npx rollcall plan',
      'npx --yes rollcall@latest plan',
      'pnpm add "rollcall"',
      'npm install --prefix .rollcall/ci --no-fund rollcall@0.1.0',
    ];
    expect(installsByName(found.join('\n'))).toEqual(found);
  });

  it('allows tarballs, folders and the vendored copy', () => {
    const allowed = `npm install ./rollcall-0.1.0.tgz
npm install --global ../rollcall
npm ci --prefix .rollcall/ci
npm install yaml # then rollcall-like
node .rollcall/ci/node_modules/rollcall/ci/main.mjs plan`;
    expect(installsByName(allowed)).toEqual([]);
  });

  it('in the templates, the action, the docs and the sources', () => {
    const files = trackedFiles();
    for (const name of [
      'README.md',
      'action.yml',
      'docs/ci.md',
      'examples/ci/gitlab/.gitlab-ci.yml',
      'src/cli/verbs/init.ts',
    ])
      expect(files).toContain(name);
    const found = files.flatMap((name) =>
      installsByName(readFileSync(join(root, name), 'utf8')).map((command) => `${name}: ${command}`),
    );
    expect(found).toEqual([]);
  });
});
