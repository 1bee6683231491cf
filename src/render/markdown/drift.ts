import type { Drift, Plan } from '../../model/plan.ts';
import { driftView } from '../view/drift-view.ts';
import type { Links } from '../view/links.ts';
import { linksOf } from '../view/links.ts';
import type { Shortened } from '../view/truncated-list.ts';
import { shorten } from '../view/truncated-list.ts';
import { count, formatNumber } from '../view/format.ts';
import { driftKind } from '../wording/drift-kind.ts';
import { place } from '../wording/place.ts';
import { code, link, words } from './inline.ts';
import type { Rung } from './document.ts';
import { fit } from './document.ts';
import { fold } from './fold.ts';
import { markdownTable } from './markdown-table.ts';
import { marker } from './marker.ts';
import { sections } from './sections.ts';
import type { Sources } from './source-place.ts';
import { sourcePlace, sourcesOn } from './source-place.ts';

/** What moved in the account since the last apply, as an issue or comment that always fits. */
export function renderDriftMarkdown(plan: Plan, options: { readonly strict: boolean } & Sources): string {
  const { headline, counted, listed, pendingChanges } = driftView(plan, options);
  return fit(counted.length + listed.length, (rung) =>
    sections([
      `${marker('drift', plan.portalId)}\n### rollcall drift for account ${plan.portalId}`,
      `**${headline}**`,
      driftTable(counted, { plan, rung, options }),
      listed.length === 0
        ? ''
        : fold(
            `${formatNumber(listed.length)} more to know of, not counted as drift`,
            driftTable(listed, { plan, rung, options }) || 'Too many to list here.',
            { open: false },
          ),
      pendingChanges === 0
        ? ''
        : `<sub>${count(pendingChanges, 'pending change')} in the files: no drift, see rollcall plan</sub>`,
    ]),
  );
}

function driftTable(
  drift: readonly Drift[],
  { plan, rung, options }: { readonly plan: Plan; readonly rung: Rung; readonly options: Sources },
): string {
  if (drift.length === 0 || rung.lines === 0) return '';
  const links = rung.links ? linksOf(plan) : undefined;
  const { first, hidden, last }: Shortened<Drift> = shorten(drift, { head: rung.lines, tail: 0 });
  return markdownTable(
    ['what', 'address', '', 'where'],
    [
      ...[...first, ...last].map((one) => [
        `**${driftKind(one.kind)}**`,
        addressOf(one, links),
        `${words(one.message)}<br>→ ${words(one.help)}`,
        one.source ? sourcePlace(place(one.source), sourcesOn(rung, options)) : '',
      ]),
      ...(hidden > 0 ? [[`*${formatNumber(hidden)} more*`, '', '', '']] : []),
    ],
  );
}

function addressOf({ address }: Drift, links: Links | undefined): string {
  const person = /\/(\d+)$/u.exec(address)?.[1];
  return person !== undefined && links ? link(code(address), links.contact(person)) : code(address);
}
