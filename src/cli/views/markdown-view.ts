import { renderDiagnosticsMarkdown } from '../../render/markdown/diagnostics.ts';
import { renderDriftMarkdown } from '../../render/markdown/drift.ts';
import { renderPlanMarkdown } from '../../render/markdown/plan.ts';
import { renderReportMarkdown } from '../../render/markdown/report.ts';
import { renderTextMarkdown } from '../../render/markdown/render-text-markdown.ts';
import { documentView } from './document-view.ts';
import type { Documents } from './document-view.ts';
import type { Globals } from '../flags.ts';
import { sourceUrl } from '../source-url.ts';
import type { CliView } from './view.ts';

/** For pull requests and job summaries. `--show-emails` shows no address here: a comment is kept and mailed. */
export function markdownView(globals: Globals, say: (line: string) => void): CliView {
  const sources = { sourceUrl: sourceUrl(process.env, process.cwd()) };
  const documents: Documents = {
    plan: (plan, { path, diff, full }) =>
      renderPlanMarkdown(plan, { planFile: path, diff, full, ...sources }),
    drift: (plan, strict) => renderDriftMarkdown(plan, { strict, ...sources }),
    report: (report) => renderReportMarkdown(report, sources),
    validation: ({ diagnostics, desired }) =>
      renderDiagnosticsMarkdown(diagnostics, { portal: desired?.portal, ...sources }),
    text: renderTextMarkdown,
  };
  return documentView(documents, { globals, say });
}
