/** The files with which a repository vendors rollcall for its pipeline. */
import { createHash } from 'node:crypto';
import type { PackedTool } from '../../model/packed-tool.ts';
import type { NewFile } from './init-files.ts';

/** The folder that CI jobs install rollcall from, relative to the root of the repository. */
export const vendorFolder = '.rollcall/ci';

/** The path of the file that names the vendored version. */
export const vendorManifest = `${vendorFolder}/package.json`;

/**
 * Returns the tarball of rollcall, a package.json that depends on it, and a lockfile with the integrity of every
 * package. `npm ci` takes rollcall from the tarball and asks the registry only for its dependencies. The lockfile has no
 * addresses (`resolved`): npm finds each package in the registry that is configured, also behind a mirror, and compares
 * its integrity.
 */
export function vendoredFiles(tool: PackedTool): readonly NewFile[] {
  const { version, tarball, manifest, lockedPackages } = tool;
  const resolved = `file:${tarballName(version)}`;
  const root = { name: 'rollcall-ci', dependencies: { rollcall: resolved } };
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const packages = {
    '': root,
    ...lockedPackages,
    'node_modules/rollcall': { version, resolved, integrity, ...manifest },
  };
  return [
    { path: `${vendorFolder}/${tarballName(version)}`, content: tarball },
    {
      path: vendorManifest,
      content: jsonText({ name: root.name, private: true, dependencies: root.dependencies }),
    },
    {
      path: `${vendorFolder}/package-lock.json`,
      content: jsonText({ name: root.name, lockfileVersion: 3, requires: true, packages }),
    },
  ];
}

/** Returns the version that a vendored package.json names, or undefined if it names none. */
export function vendoredVersion(manifest: string): string | undefined {
  return /"file:rollcall-([^"/]+)\.tgz"/u.exec(manifest)?.[1];
}

/** Returns whether a file of the folder is a tarball of rollcall. */
export function isVendoredTarball(name: string): boolean {
  return /^rollcall-\d[^/]*\.tgz$/u.test(name);
}

function tarballName(version: string): string {
  return `rollcall-${version}.tgz`;
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
