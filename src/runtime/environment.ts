import { readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import type { RunMetadata } from '../commands/deps.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of this package: an installed copy, or a checkout. The chunks of the bundle are two folders below it, too. */
export const packageFolder = new URL('../../', import.meta.url);

/** Returns the version of this package, or `unknown`. */
export function version(): string {
  const text = readFileSync(new URL('package.json', packageFolder), 'utf8');
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest)
    return String(manifest.version);
  return 'unknown';
}

/**
 * Returns whether rollcall runs in CI (`CI` is set and not `false`). It then asks no questions and redraws
 * nothing.
 */
export function inCi(env: Environment): boolean {
  const ci = env['CI'] ?? '';
  return ci !== '' && ci !== 'false';
}

/** Returns the page of the CI job that runs rollcall; `undefined` outside of GitHub Actions and GitLab CI. */
export function jobUrl(env: Environment): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  if (server && repository && run) return `${server}/${repository}/actions/runs/${run}`;
  return env['CI_JOB_URL'];
}

/** Returns the actor, the commit and the lock owner of a run, from CI variables or from the machine and git. */
export async function runFacts(env: Environment, pid: number): Promise<RunMetadata> {
  const commit = env['GITHUB_SHA'] ?? env['CI_COMMIT_SHA'] ?? (await gitCommit());
  const job = env['GITHUB_RUN_ID'] ?? env['CI_JOB_ID'];
  const machine = `${hostname()}, process ${pid}`;
  return {
    actor: env['GITHUB_ACTOR'] ?? env['GITLAB_USER_LOGIN'] ?? env['USER'] ?? userName(),
    ...omitUndefined({ commit }),
    version: version(),
    owner: job === undefined ? machine : `CI job ${job} on ${machine}`,
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'unknown';
  }
}

async function gitCommit(): Promise<string | undefined> {
  const [{ execFile }, { promisify }] = await Promise.all([
    import('node:child_process'),
    import('node:util'),
  ]);
  try {
    const { stdout } = await promisify(execFile)('git', ['rev-parse', 'HEAD']);
    return stdout.trim();
  } catch {
    return undefined;
  }
}
