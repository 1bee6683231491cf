import type { Drift, Plan } from '../../model/plan.ts';
import { driftKind, driftView } from '../view/drift-view.ts';
import { formatNumber, formatPlace } from '../view/format.ts';
import { type Links, linksOf } from '../view/links.ts';
import { truncateList, type TruncatedList } from '../view/truncated-list.ts';
import {
  fitToComment,
  fold,
  markdownTable,
  commentMarker,
  type DetailLevel,
  joinSections,
} from './document.ts';
import { code, link, sourceLink, type SourceOptions, sourceUrlAt, escapeText } from './inline.ts';

/** What moved in the account since the last apply, as an issue or comment that always fits. */
export function renderDriftMarkdown(
  plan: Plan,
  options: { readonly strict: boolean } & SourceOptions,
): string {
  const { headline, counted, listed, listedTitle, pendingNote } = driftView(plan, options);
  return fitToComment(counted.length + listed.length, (rung) =>
    joinSections([
      `${commentMarker('drift', plan.portalId)}\n### rollcall drift for account ${plan.portalId}`,
      `**${headline}**`,
      driftTable(counted, { plan, rung, options }),
      listed.length === 0
        ? ''
        : fold(listedTitle, driftTable(listed, { plan, rung, options }) || 'Too many to list here.', {
            open: false,
          }),
      pendingNote === '' ? '' : `<sub>${pendingNote}</sub>`,
    ]),
  );
}

function driftTable(
  drift: readonly Drift[],
  {
    plan,
    rung,
    options,
  }: { readonly plan: Plan; readonly rung: DetailLevel; readonly options: SourceOptions },
): string {
  if (drift.length === 0 || rung.lines === 0) return '';
  const links = rung.links ? linksOf(plan) : undefined;
  const { first, hidden, last }: TruncatedList<Drift> = truncateList(drift, { head: rung.lines, tail: 0 });
  return markdownTable(
    ['what', 'address', '', 'where'],
    [
      ...[...first, ...last].map((one) => [
        `**${driftKind(one.kind)}**`,
        addressOf(one, links),
        `${escapeText(one.message)}<br>→ ${escapeText(one.help)}`,
        one.source ? sourceLink(formatPlace(one.source), sourceUrlAt(rung, options)) : '',
      ]),
      ...(hidden > 0 ? [[`*${formatNumber(hidden)} more*`, '', '', '']] : []),
    ],
  );
}

function addressOf({ address }: Drift, links: Links | undefined): string {
  const person = /\/(\d+)$/u.exec(address)?.[1];
  return person !== undefined && links ? link(code(address), links.contact(person)) : code(address);
}
