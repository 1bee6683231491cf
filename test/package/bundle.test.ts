import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderWith } from '../cli/folder.ts';
import { environmentOf } from '../cli/rollcall.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const dist = join(root, 'dist');

/** The chunks of the bundle, with the paths of the source files in each. The source maps name them. */
const chunks = ['chunks', 'cli', 'lib']
  .flatMap((folder) => readdirSync(join(dist, folder)).map((name) => join(dist, folder, name)))
  .filter((path) => /\.c?js$/u.test(path))
  .map((path) => ({ path, sources: sourcesOf(path) }));

function sourcesOf(path: string): readonly string[] {
  // A chunk without source files has no map.
  if (!existsSync(`${path}.map`)) return [];
  const { sources }: { readonly sources: readonly string[] } = JSON.parse(
    readFileSync(`${path}.map`, 'utf8'),
  );
  return sources.filter((source) => !source.startsWith('\0')).map((source) => join(path, '..', source));
}

/** Returns the name of the package that a file belongs to; undefined for a file of rollcall. */
function packageName(path: string): string | undefined {
  return /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(path)?.[1];
}

/** Runs the built command line and returns the packages that it loads, from the bundle or from node_modules. */
function packagesLoadedBy(args: readonly string[]): ReadonlySet<string> {
  const cwd = folderWith({ 'enrollments.yaml': configuration });
  const coverage = mkdtempSync(join(tmpdir(), 'rollcall-loaded-'));
  try {
    const env = { ...environmentOf({}), NODE_V8_COVERAGE: coverage };
    execFileSync(process.execPath, [join(dist, 'cli/main.js'), ...args], { cwd, env });
    const loaded = readdirSync(coverage).flatMap((name) => {
      const { result }: { readonly result: readonly { readonly url: string }[] } = JSON.parse(
        readFileSync(join(coverage, name), 'utf8'),
      );
      return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
    });
    expect(loaded).toContain(pathToFileURL(join(dist, 'cli/main.js')).href);
    const files = loaded.flatMap((url) => {
      const path = fileURLToPath(url);
      return chunks.find((chunk) => chunk.path === path)?.sources ?? [path];
    });
    return new Set(files.flatMap((path) => packageName(path) ?? []));
  } finally {
    rmSync(coverage, { recursive: true, force: true });
  }
}

const configuration = `version: 1
portal: simulated
sequences:
  renewal-check-in:
    id: 5510022
    sender: maria@acme.example
    members: [gus@contoso.example]
`;

const account = ['@hubspot/api-client', 'node-fetch', 'p-queue'];
const database = ['kysely', 'libsql', 'pg'];
const simulator = ['@hono/node-server', 'hono'];

describe('a command loads only what it uses', () => {
  it.each([[['--version']], [['help']]])('%j loads no package', (args) => {
    expect([...packagesLoadedBy(args)]).toEqual([]);
  });

  it('validate loads the parsers of the command line and of YAML, and no database, client or server', () => {
    const loaded = packagesLoadedBy(['validate']);
    expect([...loaded]).toEqual(expect.arrayContaining(['yargs', 'yaml']));
    const unused = [...account, ...database, ...simulator, 'ora', 'string-width', 'https-proxy-agent'];
    expect(unused.filter((name) => loaded.has(name))).toEqual([]);
  });

  it('apply loads the client, one database and the simulator', () => {
    const loaded = packagesLoadedBy(['apply', '--auto-approve']);
    expect([...account, ...simulator, 'kysely', 'libsql'].filter((name) => !loaded.has(name))).toEqual([]);
    expect(['pg', 'ora', 'https-proxy-agent'].filter((name) => loaded.has(name))).toEqual([]);
  });

  it('help of a command measures its text, so that this test would notice a deferred module', () => {
    expect(packagesLoadedBy(['plan', '--help'])).toContain('string-width');
  });
});

describe('the bundle', () => {
  it('has each module once, so that an error class is the same for the command line and the library', () => {
    // A deferred function is a file of its own, and holds no state.
    const all = chunks.filter(({ path }) => path.endsWith('.js')).flatMap(({ sources }) => sources);
    expect(all.length).toBeGreaterThan(500);
    expect(all.filter((source, index) => all.indexOf(source) !== index)).toEqual([]);
  });

  it('has every bundled package with its version and its license text in the list of licenses', () => {
    const bundled = new Set(
      chunks
        .flatMap(({ sources }) => sources)
        .flatMap((source) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/u.exec(source)?.[0] ?? []),
    );
    expect([...bundled].map(packageName)).toEqual(expect.arrayContaining(['yaml', 'yargs', 'pg', 'hono']));
    const listed = readFileSync(join(dist, 'licenses.txt'), 'utf8');
    const titles = [...bundled].map((folder) => {
      const { name, version, license }: Readonly<Record<string, string>> = JSON.parse(
        readFileSync(join(folder, 'package.json'), 'utf8'),
      );
      return `${name} ${version} (${license})`;
    });
    const sections = listed.split(/^-{80}\n/mu).slice(1);
    const titled = sections.filter((_, index) => index % 2 === 0).map((title) => title.trim());
    expect(titled).toEqual([...new Set(titles)].toSorted());
    const texts = sections.filter((_, index) => index % 2 === 1);
    const permission = /permission|redistribution and use|apache license/iu;
    expect(titled.filter((_, index) => !permission.test(texts[index] ?? ''))).toEqual([]);
  });

  it('needs only the packages that package.json names', () => {
    const { dependencies }: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
      readFileSync(join(root, 'package.json'), 'utf8'),
    );
    const imported = chunks.flatMap(({ path }) =>
      [
        ...readFileSync(path, 'utf8').matchAll(
          /(?:^(?:import|export) [^;\n]*?|\bimport\(|require\()["']([^"'\n.][^"'\n]*)["']/gmu,
        ),
      ].map(([, name = '']) => name),
    );
    const packages = imported.filter(
      (name) => !name.startsWith('node:') && !builtinModules.includes(name.replace(/\/$/u, '')),
    );
    // Their packages try these, and continue without. `ajv` only writes its own names into code that it prints.
    const optional = [
      'encoding',
      'kerberos',
      'pg-native',
      'ajv-formats/dist/formats',
      'ajv/dist/runtime/validation_error',
    ];
    expect(packages.toSorted().filter((name) => !optional.includes(name))).toEqual(Object.keys(dependencies));
  });

  it('keeps the names of functions, which stack traces show', () => {
    const program = `const { createRollcall } = await import(process.argv[1]);
await createRollcall().plan('missing.yaml').catch((error) => console.log(error.cause?.stack ?? error.stack));`;
    const library = pathToFileURL(join(dist, 'lib/index.js')).href;
    const stack = execFileSync(process.execPath, ['--input-type=module', '-e', program, library], {
      encoding: 'utf8',
    });
    expect(stack).toMatch(
      / at (?:async )?[a-z]\w{5,} \(file:.*\/dist\/(?:chunks|lib)\/[\w-]+\.js:\d+:\d+\)/u,
    );
  });

  it('comes with no source map', () => {
    expect(existsSync(join(dist, 'cli/main.js.map'))).toBe(true);
    const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(output).not.toContain('.js.map');
  });
});
