import { isAbsolute, relative, resolve, sep } from 'node:path';
import { renderDiagnosticsMarkdown } from '../../render/markdown/diagnostics.ts';
import { renderDoctorMarkdown } from '../../render/markdown/doctor.ts';
import { renderDriftMarkdown } from '../../render/markdown/drift.ts';
import { renderPlanMarkdown } from '../../render/markdown/plan.ts';
import { renderTextMarkdown } from '../../render/markdown/document.ts';
import { renderRehearsalMarkdown } from '../../render/markdown/rehearsal.ts';
import { renderReportMarkdown } from '../../render/markdown/report.ts';
import type { SourceUrl } from '../../render/markdown/inline.ts';
import type { Environment } from '../../runtime/environment.ts';
import type { OutputFlags } from '../flags.ts';
import { type DocumentRenderers, documentView } from './document-view.ts';
import type { CliView } from './view.ts';

/**
 * Returns the view for pull requests and job summaries. Ignores `--show-emails`, because GitHub stores comments and
 * sends them by email.
 */
export function markdownView(globals: OutputFlags, log: (line: string) => void): CliView {
  const sources = { sourceUrl: createSourceUrl(process.env, process.cwd()) };
  const documents: DocumentRenderers = {
    plan: (plan, { path, diff, full }) =>
      renderPlanMarkdown(plan, { planFile: path, diff, full, ...sources }),
    drift: (plan, { strict }) => renderDriftMarkdown(plan, { strict, ...sources }),
    report: (report) => renderReportMarkdown(report, sources),
    validation: ({ diagnostics, desired }) =>
      renderDiagnosticsMarkdown(diagnostics, { portal: desired?.portal, ...sources }),
    doctor: (result, { verbose }) => renderDoctorMarkdown(result, { verbose, ...sources }),
    rehearsal: (result) => renderRehearsalMarkdown(result),
    text: renderTextMarkdown,
  };
  return documentView(documents, { globals, log });
}

/**
 * Returns a function from `file:line` to a URL in the repository, at the commit of the GitHub Actions or GitLab CI job.
 * Returns undefined outside of such a job. The function returns undefined for a file outside of the repository.
 */
export function createSourceUrl(env: Environment, cwd: string): SourceUrl | undefined {
  const place = repositoryFrom(env);
  if (!place) return undefined;
  return (line) => {
    const [, file = '', number = ''] = /^(.*):(\d+)$/u.exec(line) ?? [];
    const path = relative(place.root ?? cwd, resolve(cwd, file));
    if (file === '' || path.startsWith('..') || isAbsolute(path)) return undefined;
    return `${place.blob}/${path.split(sep).map(encodeURIComponent).join('/')}#L${number}`;
  };
}

function repositoryFrom(
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
