import { type Diagnostic, hasErrors, type Severity } from '../../model/diagnostic.ts';
import { countBySeverity } from '../view/diagnostics-view.ts';
import { truncateList } from '../view/truncated-list.ts';
import { heading, htmlDocument, section } from './document.ts';
import { html } from './html.ts';
import { diagnosticItems } from './line-list.ts';

/** Problems beyond this are counted: whoever has more starts with these. */
const maxProblems = 1_000;

/** What is wrong with the files, errors first, as one self-contained page. */
export function renderDiagnosticsHtml(diagnostics: readonly Diagnostic[]): string {
  const sorted = diagnostics.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  const valid = !hasErrors(diagnostics);
  return htmlDocument({
    title: 'rollcall validate',
    about: 'The files',
    header: [
      heading(
        `${valid ? 'The files are valid' : 'The files are not valid'}; ${countBySeverity(diagnostics)}`,
      ),
    ],
    main:
      sorted.length === 0
        ? []
        : [
            section('problems', 'Problems', {
              body: html`<ul class="items">
                ${diagnosticItems(truncateList(sorted, { head: maxProblems, tail: 0 }))}
              </ul>`,
            }),
          ],
  });
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };
