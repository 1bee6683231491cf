import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const src = fileURLToPath(new URL('../src', import.meta.url));

/** What each folder may import, itself aside. The arrows of ARCHITECTURE.md. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  model: [],
  definitions: ['model'],
  disk: ['model'],
  schema: ['definitions', 'model'],
  reconciler: ['definitions', 'model'],
  executor: ['model'],
  hubspot: ['definitions', 'model'],
  ledger: ['disk', 'model'],
  render: ['model'],
  simulator: ['disk', 'model'],
  commands: ['definitions', 'schema', 'reconciler', 'executor', 'model'],
  // Of commands only the types of the ports that it implements; a test below checks that.
  runtime: ['commands', 'hubspot', 'ledger', 'simulator', 'model'],
  stories: ['runtime', 'commands', 'simulator', 'schema', 'model'],
  mcp: ['runtime', 'commands', 'disk', 'render', 'schema', 'model'],
  cli: [
    'stories',
    'mcp',
    'runtime',
    'commands',
    'disk',
    'render',
    'simulator',
    'schema',
    'executor',
    'model',
  ],
  lib: ['runtime', 'commands', 'disk', 'executor', 'model'],
};

/** Packages that only some folders may know. `node:` modules are judged apart. */
const packages: Readonly<Record<string, readonly string[]>> = {
  model: [],
  definitions: [],
  reconciler: [],
  commands: [],
  executor: [],
  schema: ['yaml', 'ajv', 'csv-parse'],
  hubspot: ['@hubspot/api-client', 'https-proxy-agent', 'p-queue'],
  ledger: ['kysely', 'libsql', 'pg'],
  render: ['picocolors', 'diff', 'string-width', 'wrap-ansi'],
  simulator: ['hono', '@hono/node-server'],
  runtime: [],
  stories: [],
  mcp: ['@modelcontextprotocol/server'],
  cli: ['yargs', 'ora'],
  lib: [],
};

/** Folders that do no I/O may use these alone. */
const pureModules: Readonly<Record<string, readonly string[]>> = {
  // Of `node:url` only the IDNA functions, which are pure.
  model: ['node:crypto', 'node:url'],
  definitions: [],
  reconciler: [],
  render: [],
  executor: [],
  commands: [],
};

const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, folder: name.split('/')[0] ?? '', text: codeOf(join(src, name)) }));

/** Returns the text of a file without the lines of its doc comments, whose examples import the package. */
function codeOf(path: string): string {
  return readFileSync(path, 'utf8').replaceAll(/^\s*\*.*$/gmu, '');
}

const imports = files.flatMap((file) =>
  [
    ...file.text.matchAll(/^(?:import|export)\b[^'";]*?from '([^'\n]+)'/gmu),
    ...file.text.matchAll(/\bimport\('([^'\n]+)'\)/gu),
  ].map((match) => ({ file, to: match[1] ?? '' })),
);

describe('the layers', () => {
  it('reads every folder that the design names', () => {
    expect([...new Set(files.map((file) => file.folder))].toSorted()).toEqual(
      Object.keys(allowed).toSorted(),
    );
    expect(imports.length).toBeGreaterThan(100);
  });

  it('keeps the arrows between folders', () => {
    const wrong = imports
      .filter(({ to }) => to.startsWith('.'))
      .map(({ file, to }) => ({
        file,
        folder: resolved(file.name, to).split('/')[0] ?? '',
      }))
      .filter(({ file, folder }) => folder !== '..' && folder !== file.folder)
      .filter(({ file, folder }) => !allowed[file.folder]?.includes(folder))
      .map(({ file, folder }) => `${file.name} imports ${folder}`);
    expect(wrong).toEqual([]);
  });

  it('allows no arrow that no import uses', () => {
    const used = new Set(
      imports.map(({ file, to }) => `${file.folder} ${resolved(file.name, to).split('/')[0]}`),
    );
    const unused = Object.entries(allowed).flatMap(([folder, targets]) =>
      targets.map((target) => `${folder} ${target}`).filter((arrow) => !used.has(arrow)),
    );
    expect(unused).toEqual([]);
  });

  it('lets each package into the folders that are for it', () => {
    const wrong = imports
      .filter(({ to }) => !to.startsWith('.') && !to.startsWith('node:'))
      .filter(
        ({ file, to }) => !packages[file.folder]?.some((name) => to === name || to.startsWith(`${name}/`)),
      )
      .map(({ file, to }) => `${file.name} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it('keeps the world out of the pure folders', () => {
    const wrong = imports
      .filter(({ file, to }) => to.startsWith('node:') && pureModules[file.folder]?.includes(to) === false)
      .map(({ file, to }) => `${file.name} imports ${to}`);
    expect(wrong).toEqual([]);
  });

  it('lets only the command line touch the process and the console', () => {
    const wrong = files
      .filter((file) => file.folder !== 'cli')
      .filter((file) => touchesProcess(file.text))
      .map((file) => file.name);
    expect(wrong).toEqual([]);
  });

  it('lets nothing that the library loads touch the process, the console or a terminal', () => {
    const reached = reachedFrom('lib/index.ts');
    expect(reached).toContain('runtime/adapters.ts');
    expect(reached).toContain('hubspot/open-account.ts');
    const wrong = files
      .filter(({ name }) => reached.has(name))
      .filter(
        ({ text }) => touchesProcess(text) || /from '(?:yargs|ora|node:tty|node:readline.*)'/u.test(text),
      )
      .map(({ name }) => name);
    expect(wrong).toEqual([]);
  });

  it('loads the MCP server for one command only', () => {
    const outside = imports.filter(
      ({ file, to }) =>
        file.folder !== 'mcp' && to.startsWith('.') && resolved(file.name, to).startsWith('mcp/'),
    );
    expect(outside.map(({ file }) => file.name)).toEqual(['cli/verbs/mcp.ts', 'cli/verbs/mcp.ts']);
    const verb = files.find(({ name }) => name === 'cli/verbs/mcp.ts')?.text ?? '';
    expect(verb).not.toMatch(/from '[^']*\/mcp\//u);
  });

  it('keeps source files at 350 lines or fewer', () => {
    const long = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:ts|css)$/u.test(name) && !name.includes('/generated/'))
      .filter((name) => readFileSync(join(src, name), 'utf8').trimEnd().split('\n').length > 350);
    expect(long).toEqual([]);
  });

  it('keeps folders at 22 entries or fewer', () => {
    const folders = readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(folders.length).toBeGreaterThan(20);
    expect(folders.filter((folder) => readdirSync(folder).length > 22)).toEqual([]);
  });

  it('has no import cycles, type imports and lazy imports included', () => {
    expect(importCycles()).toEqual([]);
  });

  it('lets runtime import only types from commands', () => {
    const values = files
      .filter((file) => file.folder === 'runtime')
      .flatMap(({ name, text }) =>
        [...text.matchAll(/^import (?!type\b)[^;]*? from '\.\.\/commands\/[^']+'/gmu)].map(
          ([statement]) => `${name}: ${statement}`,
        ),
      );
    expect(values).toEqual([]);
  });

  it('keeps clocks and chance out of the reconciler', () => {
    const wrong = files
      .filter((file) => ['reconciler', 'model', 'definitions'].includes(file.folder))
      .filter((file) => /Date\.now|new Date\(\)|Math\.random|randomUUID/u.test(withoutComments(file.text)))
      .map((file) => file.name);
    expect(wrong).toEqual([]);
  });

  it('keeps the vendor out of the reconciler', () => {
    const wrong = files
      .filter((file) => file.folder === 'reconciler')
      .filter((file) => /hs_|\/crm\/|\/automation\//u.test(file.text))
      .map((file) => file.name);
    expect(wrong).toEqual([]);
  });
});

function touchesProcess(text: string): boolean {
  return /(?<![\w.'"`-])(?:process|console)\.\w/u.test(withoutComments(text));
}

/** The files that are loaded with this one, sooner or later; types are not. */
function reachedFrom(name: string, reached = new Set<string>()): ReadonlySet<string> {
  if (reached.has(name)) return reached;
  reached.add(name);
  const text = files.find((file) => file.name === name)?.text ?? '';
  const values = text.replace(/^(?:import|export) type\b[^;]*;/gmu, '');
  for (const [, to = ''] of values.matchAll(/(?:\bfrom |\bimport\()'(\.[^'\n]+)'/gu)) {
    reachedFrom(resolved(name, to), reached);
  }
  return reached;
}

/** Returns the groups of files that import each other in a circle (the strongly connected components). */
function importCycles(): readonly (readonly string[])[] {
  const edges = new Map<string, string[]>();
  for (const { file, to } of imports) {
    if (to.startsWith('.')) edges.set(file.name, [...(edges.get(file.name) ?? []), resolved(file.name, to)]);
  }
  const reach = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const queue = [...(edges.get(from) ?? [])];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      queue.push(...(edges.get(next) ?? []));
    }
    return seen;
  };
  const reached = new Map(files.map(({ name }) => [name, reach(name)]));
  const inCycle = files.map(({ name }) => name).filter((name) => reached.get(name)?.has(name));
  const groups = new Map<string, readonly string[]>();
  for (const name of inCycle) {
    const group = inCycle.filter((other) => reached.get(name)?.has(other) && reached.get(other)?.has(name));
    groups.set(group.join(), group);
  }
  return [...groups.values()];
}

function resolved(from: string, to: string): string {
  return relative(src, join(src, from, '..', to));
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/\/\/.*$/gmu, '');
}
