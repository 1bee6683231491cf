import { renderDiagnosticsHtml } from '../../render/html/diagnostics.ts';
import { renderDoctorHtml } from '../../render/html/doctor.ts';
import { renderDriftHtml } from '../../render/html/drift.ts';
import { renderPlanHtml } from '../../render/html/plan.ts';
import { renderRehearsalHtml } from '../../render/html/rehearsal.ts';
import { renderReportHtml } from '../../render/html/report.ts';
import { renderTextHtml } from '../../render/html/document.ts';
import { documentView } from './document-view.ts';
import type { DocumentRenderers } from './document-view.ts';
import type { OutputFlags } from '../flags.ts';
import { planTextOptions } from './text-view.ts';
import type { CliView } from './view.ts';

/** Returns the view for a browser, which prints one self-contained page. */
export function htmlView(globals: OutputFlags, log: (line: string) => void): CliView {
  const documents: DocumentRenderers = {
    plan: (plan, shown) => renderPlanHtml(plan, planTextOptions(globals, shown)),
    drift: (plan, shown) =>
      renderDriftHtml(plan, { strict: shown.strict, ...planTextOptions(globals, shown) }),
    report: renderReportHtml,
    validation: ({ diagnostics, texts }) => renderDiagnosticsHtml(diagnostics, texts),
    doctor: renderDoctorHtml,
    rehearsal: (result, emails) =>
      renderRehearsalHtml(result, globals.showEmails ? (id) => emails.get(id) : undefined),
    text: (text, { title }) => renderTextHtml(title, text),
  };
  return documentView(documents, { globals, log });
}
