import type { DefinitionEdit } from '../../model/results/definition-edit.ts';
import type { Drift, Plan } from '../../model/results/plan.ts';
import { driftEntry, driftGroups, driftKind, driftView } from '../view/drift-view.ts';
import { editDiff } from '../view/definition-diff.ts';
import { formatNumber } from '../view/format.ts';
import { linksOf } from '../view/links.ts';
import { truncateList } from '../view/truncated-list.ts';
import {
  fenced,
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
      driftList(counted, { plan, level, options }),
      listed.length === 0
        ? ''
        : fold(listedTitle, driftList(listed, { plan, level, options }) || 'Too many to list here.', {
            open: false,
          }),
      pendingNote === '' ? '' : `<sub>${pendingNote}</sub>`,
    ]),
  );
}

/** Returns the differences in words, then the unified diff. */
function editSections(edit: DefinitionEdit): readonly string[] {
  const lines = editDiff(edit);
  return [
    edit.changes.map((text) => `- ${escapeText(text)}`).join('\n'),
    // A change in a part that rollcall does not know has no line.
    ...(lines.length === 0 ? [] : [fenced(lines.join('\n'), 'diff')]),
  ];
}

interface ListOptions {
  readonly plan: Plan;
  readonly level: DetailLevel;
  readonly options: SourceOptions;
}

/** Returns drift as text: each message with its next step once, and a table of the differences that share it. */
function driftList(drift: readonly Drift[], { plan, level, options }: ListOptions): string {
  if (drift.length === 0 || level.lines === 0) return '';
  const links = level.links ? linksOf(plan) : undefined;
  const { first, hidden } = truncateList(drift, { head: level.lines, tail: 0 });
  const sourceUrl = sourceUrlAt(level, options);
  return [
    ...driftGroups(first).flatMap(({ kind, message, help, edit, items }) => [
      `**${driftKind(kind)}**: ${escapeText(message)}<br>→ ${escapeText(help)}`,
      ...(edit ? editSections(edit) : []),
      markdownTable(
        ['contact', 'target', 'time', 'declared in'],
        items.map((one) => {
          const { contact, contactId, target, time, place } = driftEntry(one);
          const isLinked = links && contactId !== undefined;
          return [
            isLinked ? link(code(contact), links.contact(contactId)) : code(contact),
            code(target),
            time,
            sourceLink(place, sourceUrl),
          ];
        }),
      ),
    ]),
    ...(hidden > 0 ? [`*${formatNumber(hidden)} more*`] : []),
  ].join('\n\n');
}
