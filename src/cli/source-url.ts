import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { SourceUrl } from '../render/markdown/source-place.ts';
import type { Environment } from '../runtime/environment.ts';

/**
 * Where a reader of a comment finds the lines that it names: on the pages of the repository and commit
 * that a job of GitHub Actions or GitLab CI runs for. Nothing elsewhere, and for files outside of it.
 */
export function sourceUrl(env: Environment, cwd: string): SourceUrl | undefined {
  const place = repositoryOf(env);
  if (!place) return undefined;
  return (line) => {
    const [, file = '', number = ''] = /^(.*):(\d+)$/u.exec(line) ?? [];
    const path = relative(place.root ?? cwd, resolve(cwd, file));
    if (file === '' || path.startsWith('..') || isAbsolute(path)) return undefined;
    return `${place.blob}/${path.split(sep).map(encodeURIComponent).join('/')}#L${number}`;
  };
}

function repositoryOf(
  env: Environment,
): { readonly blob: string; readonly root: string | undefined } | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = env;
  if (server && repository && sha) {
    return { blob: `${server}/${repository}/blob/${sha}`, root: env['GITHUB_WORKSPACE'] };
  }
  const { CI_PROJECT_URL: project, CI_COMMIT_SHA: commit } = env;
  if (project && commit) return { blob: `${project}/-/blob/${commit}`, root: env['CI_PROJECT_DIR'] };
  return undefined;
}
