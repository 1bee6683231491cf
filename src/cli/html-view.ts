import { renderDiagnosticsHtml } from '../render/html/render-diagnostics-html.ts';
import { renderDriftHtml } from '../render/html/render-drift-html.ts';
import { renderPlanHtml } from '../render/html/render-plan-html.ts';
import { renderReportHtml } from '../render/html/render-report-html.ts';
import { renderTextHtml } from '../render/html/render-text-html.ts';
import { documentView } from './document-view.ts';
import type { Documents } from './document-view.ts';
import type { Globals } from './options.ts';
import { shownOptions } from './text-options.ts';
import type { CliView } from './view.ts';

/** For a browser: one self-contained page on stdout. */
export function htmlView(globals: Globals, say: (line: string) => void): CliView {
  const documents: Documents = {
    plan: (plan, shown) => renderPlanHtml(plan, shownOptions(globals, shown)),
    drift: (plan, strict) => renderDriftHtml(plan, { strict }),
    report: renderReportHtml,
    validation: ({ diagnostics }) => renderDiagnosticsHtml(diagnostics),
    text: renderTextHtml,
  };
  return documentView(documents, { globals, say });
}
