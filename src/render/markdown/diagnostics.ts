import type { Diagnostic, Severity } from '../../model/diagnostic.ts';
import { hasErrors } from '../../model/diagnostic.ts';
import { shorten } from '../view/truncated-list.ts';
import { tally } from '../view/diagnostics-view.ts';
import { fit } from './document.ts';
import { marker } from './marker.ts';
import { noteList } from './note-list.ts';
import { sections } from './sections.ts';
import type { Sources } from './source-place.ts';
import { sourcesOn } from './source-place.ts';

/** What is wrong with the files, errors first, as a comment or job summary that always fits. */
export function renderDiagnosticsMarkdown(
  diagnostics: readonly Diagnostic[],
  options: { readonly portal?: string | number | undefined } & Sources,
): string {
  const sorted = diagnostics.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  const title = hasErrors(diagnostics)
    ? `The files are not valid: ${tally(diagnostics)}`
    : `The files are valid: ${tally(diagnostics)}`;
  return fit(diagnostics.length, (rung) =>
    sections([
      `${marker('validation', options.portal ?? 'files')}\n### rollcall validate`,
      `**${title}**`,
      rung.notes === 0
        ? ''
        : noteList(shorten(sorted, { head: rung.notes, tail: 0 }), sourcesOn(rung, options)),
    ]),
  );
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };
