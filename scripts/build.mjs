// Builds dist from src: the bundle, its licenses and the type declarations. An error leaves the previous build unchanged.
// `--if-stale` builds only when src or the settings of the build changed since the last build.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const staging = join(root, `.dist-${process.pid}`);
/** @param {string} folder */
const hashFile = (folder) => join(folder, '.source-hash');

/** The JSON Schemas that editors and programs read from the package. */
const schemas = [
  'schema/rollcall.schema.json',
  'schema/story.schema.json',
  'schema/definition/definition.schema.json',
  'render/json/output.schema.json',
];

/** The files outside of src that the build depends on. */
const settings = [
  'scripts/build.mjs',
  'scripts/bundle.mjs',
  'scripts/licenses.mjs',
  'tsconfig.json',
  'tsconfig.build.json',
  'package-lock.json',
];

const currentHash = sourceHash();
if (!process.argv.includes('--if-stale') || builtHash() !== currentHash) await build();

/** Builds into a separate folder and then replaces dist with it. */
async function build() {
  const [{ bundle }, { licensesOf }] = await Promise.all([import('./bundle.mjs'), import('./licenses.mjs')]);
  try {
    execFileSync(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', staging],
      { cwd: root, stdio: 'inherit' },
    );
    const modules = await bundle({ root, folder: staging });
    writeFileSync(join(staging, 'licenses.txt'), licensesOf(modules));
    for (const schema of schemas) cpSync(join(root, 'src', schema), join(staging, schema));
    chmodSync(join(staging, 'cli/main.js'), 0o755);
    writeFileSync(join(staging, 'ci-lock.json'), productionLock());
    writeFileSync(hashFile(staging), currentHash);
    replaceDist();
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/**
 * Returns the packages of package-lock.json that rollcall needs at run time, as JSON. npm packs no lockfile, and
 * `rollcall init --ci` writes one without network access.
 */
function productionLock() {
  /** @type {{ packages: Readonly<Record<string, { readonly dev?: boolean }>> }} */
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const production = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, entry]) => [path, { ...entry, ...libcOf(path) }]);
  return `${JSON.stringify(Object.fromEntries(production))}\n`;
}

/**
 * Returns the C library that a build of libsql for Linux needs. Its package does not name it, so npm would install the
 * builds for both libraries, 10 MB each.
 *
 * @param {string} path
 */
function libcOf(path) {
  const [, libc] = /\/@libsql\/linux-.*-(gnu|musl)/u.exec(path) ?? [];
  return libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : libc] };
}

/** Two builds may end at the same time, for two test runs. The first one wins; the second has the same result. */
function replaceDist() {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  try {
    renameSync(staging, join(root, 'dist'));
  } catch (error) {
    if (builtHash() !== currentHash) throw error;
  }
}

/** Returns a hash of the path and the content of each file that the build reads. */
function sourceHash() {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|json)$/u.test(name))
    .map((name) => join('src', name));
  const hash = createHash('sha256');
  for (const name of [...sources.toSorted(), ...settings]) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(root, name)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** Returns the hash of the sources of the last build, or undefined without one. */
function builtHash() {
  return existsSync(hashFile(join(root, 'dist')))
    ? readFileSync(hashFile(join(root, 'dist')), 'utf8')
    : undefined;
}
