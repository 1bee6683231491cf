import type { Drift, Plan } from '../../model/results/plan.ts';
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

/** Renders the drift since the last apply as an issue or comment that always fits. */
export function renderDriftMarkdown(
  plan: Plan,
  options: { readonly strict: boolean } & SourceOptions,
): string {
  const { headline, counted, listed, listedTitle, pendingNote } = driftView(plan, options);
  return fitToComment(counted.length + listed.length, (level) =>
    joinSections([
      `${commentMarker('drift', plan.portalId)}\n### rollcall drift for account ${plan.portalId}`,
      `**${headline}**`,
      driftTable(counted, { plan, level, options }),
      listed.length === 0
        ? ''
        : fold(listedTitle, driftTable(listed, { plan, level, options }) || 'Too many to list here.', {
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
    level,
    options,
  }: { readonly plan: Plan; readonly level: DetailLevel; readonly options: SourceOptions },
): string {
  if (drift.length === 0 || level.lines === 0) return '';
  const links = level.links ? linksOf(plan) : undefined;
  const { first, hidden, last }: TruncatedList<Drift> = truncateList(drift, { head: level.lines, tail: 0 });
  return markdownTable(
    ['kind', 'address', '', 'declared in'],
    [
      ...[...first, ...last].map((one) => [
        `**${driftKind(one.kind)}**`,
        addressOf(one, links),
        `${escapeText(one.message)}<br>→ ${escapeText(one.help)}`,
        one.source ? sourceLink(formatPlace(one.source), sourceUrlAt(level, options)) : '',
      ]),
      ...(hidden > 0 ? [[`*${formatNumber(hidden)} more*`, '', '', '']] : []),
    ],
  );
}

function addressOf({ address }: Drift, links: Links | undefined): string {
  const contactId = /\/(\d+)$/u.exec(address)?.[1];
  return contactId !== undefined && links ? link(code(address), links.contact(contactId)) : code(address);
}
