import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Failure } from '../model/failure.ts';
import type { PackedTool } from '../model/packed-tool.ts';
import { packageFolder } from './environment.ts';

const folderOfPackage = fileURLToPath(packageFolder);

/** The production part of package-lock.json, which the build writes, because npm packs no lockfile. */
const lockedPackagesFile = join(folderOfPackage, 'dist', 'ci-lock.json');

const entryFields = ['license', 'dependencies', 'bin', 'engines'];

/** Packs this rollcall as `npm publish` would, offline and without scripts. Throws `Failure` `not-packable`. */
export async function packTool(): Promise<PackedTool> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-pack-'));
  try {
    const [manifest, lockedPackages, tarball] = await Promise.all([
      readJson(join(folderOfPackage, 'package.json')),
      readJson(lockedPackagesFile),
      packInto(folder),
    ]);
    return {
      version: String(manifest['version']),
      tarball,
      manifest: Object.fromEntries(entryFields.map((field) => [field, manifest[field]])),
      lockedPackages,
    };
  } catch (error) {
    throw notPackable(error);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function packInto(folder: string): Promise<Uint8Array> {
  const args = ['pack', '--ignore-scripts', '--offline', '--no-update-notifier', '--pack-destination'];
  // npm is a batch file on Windows, which only a shell starts; a shell splits words at spaces.
  const shell = platform() === 'win32';
  await promisify(execFile)('npm', [...args, shell ? `"${folder}"` : folder], {
    cwd: folderOfPackage,
    shell,
  });
  const [name] = (await readdir(folder)).filter((file) => file.endsWith('.tgz'));
  if (name === undefined) throw new Error('npm pack wrote no tarball');
  return readFile(join(folder, name));
}

async function readJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  const value: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is not a JSON object`);
  return { ...value };
}

function notPackable(cause: unknown): Failure {
  const reason = cause instanceof Error ? cause.message.trim() : String(cause);
  return new Failure({
    code: 'not-packable',
    message: `rollcall in ${folderOfPackage} cannot be packed for the pipeline: ${reason}. Nothing was written.`,
    help: 'Install npm, which comes with Node. In a source checkout, build first: npm ci && npm run build.',
    cause,
  });
}
