import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/model/exit-code.ts';
import { routes } from '../../src/hubspot/routes.ts';
import { folderWith } from '../cli/folder.ts';
import { rollcallInProcess } from '../cli/rollcall-in-process.ts';
import { blocksOf, documents, textOf } from './blocks.ts';
import { runDocument, unrun } from './run-document.ts';

const root = new URL('../../', import.meta.url);

describe.each(documents)('%s', (document) => {
  const text = textOf(document);
  const blocks = blocksOf(text);

  it('has only blocks that run or whose language is exempt', () => {
    const other = blocks.filter(({ language }) => !['console', 'yaml', 'csv'].includes(language));
    expect(other.filter(({ language }) => !unrun.has(language))).toEqual([]);
    const nameless = blocks.filter(
      (block) => /^(?:yaml|csv)$/u.test(block.language) && !block.text.startsWith('# file: '),
    );
    expect(nameless).toEqual([]);
  });

  it('shows the real output of each command', async () => {
    expect(await runDocument(blocks, folderWith({}))).toEqual([]);
  });

  it('has only links to existing files and headings', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/gu)].map(([, link = '']) => link);
    const broken = links.filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? new URL(document, root) : new URL(path, new URL(document, root));
      if (!existsSync(target)) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

/** Returns the anchors that GitHub and GitLab generate from headings. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.*)$/gmu)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the README', () => {
  const readme = textOf('README.md');

  it('names only existing scripts', () => {
    const about: { scripts: Readonly<Record<string, string>> } = JSON.parse(textOf('package.json'));
    const scripts = [...readme.matchAll(/npm run ([a-z:-]+)/gu)].map(([, name = '']) => name);
    expect(scripts).toContain('demo');
    expect(scripts.filter((name) => about.scripts[name] === undefined)).toEqual([]);
    expect(readme).toContain('```sh\nnpm ci && npm run demo\n```');
    expect(readme).toContain('```sh\nnpm ci && npm test\n```');
  });

  it('lists every exit code', () => {
    const listed = [...readme.matchAll(/^\| (\d+) \| /gmu)].map(([, code]) => Number(code));
    expect(listed.toSorted((a, b) => a - b)).toEqual(Object.values(ExitCode).toSorted((a, b) => a - b));
  });

  it('lists every scope that a documented route needs', () => {
    const scopes = new Set(routes.flatMap(({ scopes }) => scopes).filter((scope) => scope !== 'oauth'));
    expect([...scopes].filter((scope) => !readme.includes(`\`${scope}\``))).toEqual([]);
  });

  it('lists every command', async () => {
    const { stdout } = await rollcallInProcess(['help'], { cwd: folderWith({}) });
    const commands = [...stdout.matchAll(/^(?:[A-Z][a-z]+)? {2,}([a-z]+) {2,}\S/gmu)].map(
      ([, name = '']) => name,
    );
    expect(commands.length).toBeGreaterThan(10);
    expect(commands.filter((name) => !new RegExp(`^\\|.*\`${name}\``, 'mu').test(readme))).toEqual([]);
  });
});
