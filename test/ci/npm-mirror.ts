/** A registry behind a path, as a mirror has one. It serves the packages of a lockfile from the cache of npm. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface LockedPackage {
  readonly version: string;
  readonly integrity: string;
  readonly optional?: boolean;
}

export interface NpmMirror {
  readonly url: string;
  /** The names of the packages whose metadata or tarball npm requested. */
  readonly requested: ReadonlySet<string>;
}

/** Serves these packages, keyed by their path in a lockfile. Answers 404 for every other name. */
export async function startNpmMirror(
  packages: Readonly<Record<string, LockedPackage>>,
  cache: string,
): Promise<NpmMirror> {
  const requested = new Set<string>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').replace('/mirror/npm/', '');
    const [name = '', integrity] = path.split('/-/');
    requested.add(name);
    const versions = versionsOf(name, packages);
    if (versions.length === 0) {
      response.writeHead(404).end('{"error":"not found"}');
    } else if (integrity === undefined) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(metadata(name, versions, url)));
    } else {
      response.end(readFromCache(Buffer.from(integrity, 'hex').toString(), { cache, name }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('no port');
  const url = `http://127.0.0.1:${bound.port}/mirror/npm/`;
  return { url, requested };
}

function versionsOf(name: string, packages: Readonly<Record<string, LockedPackage>>): LockedPackage[] {
  return Object.entries(packages).flatMap(([path, locked]) =>
    path.endsWith(`node_modules/${name}`) && name !== 'rollcall' ? [locked] : [],
  );
}

function metadata(name: string, versions: readonly LockedPackage[], url: string): unknown {
  return {
    name,
    versions: Object.fromEntries(
      versions.map(({ version, integrity }) => {
        const tarball = `${url}${name}/-/${Buffer.from(integrity).toString('hex')}`;
        return [version, { name, version, dist: { tarball, integrity } }];
      }),
    ),
  };
}

/** Returns a tarball that `npm ci` of this repository downloaded. The path is the one of cacache. */
function readFromCache(integrity: string, { cache, name }: { cache: string; name: string }): Buffer {
  const hex = Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex');
  const path = join(cache, '_cacache/content-v2/sha512', hex.slice(0, 2), hex.slice(2, 4), hex.slice(4));
  if (!existsSync(path)) throw new Error(`The cache of npm lacks ${name}. Fill it: npm ci`);
  const tarball = readFileSync(path);
  const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  if (found !== integrity)
    throw new Error(`The cache of npm has another tarball of ${name}. Repair it: npm cache verify`);
  return tarball;
}
