import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { diagnosticsView } from '../view/diagnostics-view.ts';
import { truncateList } from '../view/truncated-list.ts';
import { heading, htmlDocument, section } from './document.ts';
import { html } from './html.ts';
import { diagnosticItems } from './line-list.ts';

/** More diagnostics than this are only counted. */
const maxProblems = 1_000;

/**
 * Renders the diagnostics of the files, errors first, as one self-contained page. `texts` has the contents of the
 * files by the names that sources use, for the excerpts.
 */
export function renderDiagnosticsHtml(
  diagnostics: readonly Diagnostic[],
  texts: ReadonlyMap<string, string> = new Map(),
): string {
  const view = diagnosticsView(diagnostics);
  return htmlDocument({
    title: 'rollcall validate',
    about: 'The files',
    header: [heading(view.title, view.totals)],
    main:
      view.diagnostics.length === 0
        ? []
        : [
            section('problems', 'Problems', {
              body: html`<ul class="items">
                ${diagnosticItems(truncateList(view.diagnostics, { head: maxProblems, tail: 0 }), texts)}
              </ul>`,
            }),
          ],
  });
}
