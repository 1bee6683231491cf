import { type Diagnostic, hasErrors, type Severity } from '../../model/diagnostic.ts';
import { tally } from '../view/diagnostics-view.ts';
import { shorten } from '../view/truncated-list.ts';
import { fit, marker, sections } from './document.ts';
import { noteList } from './line-list.ts';
import { type Sources, sourcesOn } from './inline.ts';

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
