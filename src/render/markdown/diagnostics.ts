import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { diagnosticsView } from '../view/diagnostics-view.ts';
import { truncateList } from '../view/truncated-list.ts';
import { fitToComment, commentMarker, joinSections } from './document.ts';
import { diagnosticList } from './line-list.ts';
import { type SourceOptions, sourceUrlAt } from './inline.ts';

/** Renders the diagnostics of the files, errors first, as a comment or job summary that always fits. */
export function renderDiagnosticsMarkdown(
  diagnostics: readonly Diagnostic[],
  options: { readonly portal?: string | number | undefined } & SourceOptions,
): string {
  const view = diagnosticsView(diagnostics);
  return fitToComment(diagnostics.length, (level) =>
    joinSections([
      `${commentMarker('validation', options.portal ?? 'files')}\n### rollcall validate`,
      `**${view.title}: ${view.totals}**`,
      level.notes === 0
        ? ''
        : diagnosticList(
            truncateList(view.diagnostics, { head: level.notes, tail: 0 }),
            sourceUrlAt(level, options),
          ),
    ]),
  );
}
