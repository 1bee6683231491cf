import { type Diagnostic, hasErrors, type Severity } from '../../model/diagnostic.ts';
import { countBySeverity } from '../view/diagnostics-view.ts';
import { truncateList } from '../view/truncated-list.ts';
import { fitToComment, commentMarker, joinSections } from './document.ts';
import { diagnosticList } from './line-list.ts';
import { type SourceOptions, sourceUrlAt } from './inline.ts';

/** What is wrong with the files, errors first, as a comment or job summary that always fits. */
export function renderDiagnosticsMarkdown(
  diagnostics: readonly Diagnostic[],
  options: { readonly portal?: string | number | undefined } & SourceOptions,
): string {
  const sorted = diagnostics.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  const title = hasErrors(diagnostics)
    ? `The files are not valid: ${countBySeverity(diagnostics)}`
    : `The files are valid: ${countBySeverity(diagnostics)}`;
  return fitToComment(diagnostics.length, (rung) =>
    joinSections([
      `${commentMarker('validation', options.portal ?? 'files')}\n### rollcall validate`,
      `**${title}**`,
      rung.notes === 0
        ? ''
        : diagnosticList(truncateList(sorted, { head: rung.notes, tail: 0 }), sourceUrlAt(rung, options)),
    ]),
  );
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };
