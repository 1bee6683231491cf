// Compiles src to dist. A type error leaves the previous build unchanged.
// `--if-stale` compiles only when src or the compiler settings changed since the last build.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const staging = join(root, `.dist-${process.pid}`);
/** @param {string} folder */
const hashFile = (folder) => join(folder, '.source-hash');

const currentHash = sourceHash();
if (!process.argv.includes('--if-stale') || builtHash() !== currentHash) build();

/** Compiles into a separate folder and then replaces dist with it. */
function build() {
  try {
    execFileSync(
      process.execPath,
      ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', staging],
      { cwd: root, stdio: 'inherit' },
    );
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
  const production = Object.entries(packages).filter(([path, { dev }]) => path !== '' && dev !== true);
  return `${JSON.stringify(Object.fromEntries(production))}\n`;
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
  for (const name of [...sources.toSorted(), 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json']) {
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
