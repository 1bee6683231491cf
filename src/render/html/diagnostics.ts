import { type Diagnostic, hasErrors, type Severity } from '../../model/diagnostic.ts';
import { tally } from '../view/diagnostics-view.ts';
import { shorten } from '../view/truncated-list.ts';
import { heading, htmlDocument, section } from './document.ts';
import { html } from './html.ts';
import { noteItems } from './line-list.ts';

/** Problems beyond this are counted: whoever has more starts with these. */
const most = 1_000;

/** What is wrong with the files, errors first, as one self-contained page. */
export function renderDiagnosticsHtml(diagnostics: readonly Diagnostic[]): string {
  const sorted = diagnostics.toSorted((a, b) => rank[a.severity] - rank[b.severity]);
  const valid = !hasErrors(diagnostics);
  return htmlDocument({
    title: 'rollcall validate',
    about: 'The files',
    header: [heading(`${valid ? 'The files are valid' : 'The files are not valid'}; ${tally(diagnostics)}`)],
    main:
      sorted.length === 0
        ? []
        : [
            section('problems', 'Problems', {
              body: html`<ul class="items">
                ${noteItems(shorten(sorted, { head: most, tail: 0 }))}
              </ul>`,
            }),
          ],
  });
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, advice: 2 };
