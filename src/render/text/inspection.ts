import { type ContactId, type Kind, type TargetId, targetIdentityKey } from '../../model/target.ts';
import type { Instant } from '../../model/time.ts';
import { count, formatMoment } from '../view/format.ts';
import { cutOf, truncateList } from '../view/truncated-list.ts';
import { table, wrap } from './layout.ts';
import { hiddenCountLine } from './line-list.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

/** The state of a simulator, as `simulator inspect` prints it. */
export interface Inspection {
  readonly portalId: number;
  readonly now: Instant;
  readonly emailsSent: number;
  readonly requests: readonly {
    readonly at: Instant;
    readonly method: string;
    readonly path: string;
    readonly status: number;
  }[];
  readonly unknownRoutes: readonly {
    readonly method: string;
    readonly path: string;
    readonly requests: number;
  }[];
  readonly enrollments: readonly {
    readonly kind: Kind;
    readonly targetId: TargetId;
    readonly contactId: ContactId;
    readonly enrolledAt: Instant;
    readonly endedAt?: Instant | null | undefined;
    readonly endReason?: string | null | undefined;
  }[];
}

/** Renders the state of a simulator: its clock, emails sent, enrollments, and the requests that it received. */
export function renderInspection(inspection: Inspection, options: TextOptions): string {
  const style = createStyle(options);
  const active = inspection.enrollments.filter((enrollment) => !enrollment.endedAt).length;
  const summary =
    `Simulated account ${inspection.portalId}, clock at ${formatMoment(inspection.now)}: ` +
    `${count(inspection.emailsSent, 'email')} sent, ${count(inspection.enrollments.length, 'enrollment')} (${active} active), ` +
    count(inspection.requests.length, 'request');
  const parts = [
    wrap(summary, { width: options.width, rest: '  ' }).map(style.heading),
    tableSection('Enrollments', inspection.enrollments.map(enrollmentRow), { options, style }),
    tableSection('Requests', inspection.requests.map(requestRow), { options, style }),
    tableSection('Routes that the simulator does not have', inspection.unknownRoutes.map(unknownRouteRow), {
      options,
      style,
    }),
  ].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function enrollmentRow(enrollment: Inspection['enrollments'][number]): readonly string[] {
  const { endedAt, endReason } = enrollment;
  return [
    targetIdentityKey({ kind: enrollment.kind, id: enrollment.targetId }),
    `contact ${enrollment.contactId}`,
    `since ${formatMoment(enrollment.enrolledAt)}`,
    endedAt ? `ended ${formatMoment(endedAt)}` : 'active',
    endReason ?? '',
  ];
}

function requestRow({ at, method, path, status }: Inspection['requests'][number]): readonly string[] {
  return [formatMoment(at), method, String(status), withoutEmails(path)];
}

function unknownRouteRow({ method, path, requests }: Inspection['unknownRoutes'][number]): readonly string[] {
  return [method, withoutEmails(path), count(requests, 'request')];
}

/** The v2 workflow routes have the contact's email in the path. */
function withoutEmails(path: string): string {
  return path.replace(/[^/?=&]+(?=@|%40)/gi, '•••');
}

function tableSection(
  title: string,
  rows: readonly (readonly string[])[],
  { options, style }: { readonly options: TextOptions; readonly style: Style },
): readonly string[] {
  if (rows.length === 0) return [];
  const shown = truncateList(rows, cutOf(options));
  const lines = (some: readonly (readonly string[])[]): readonly string[] =>
    table(some, { width: options.width, indent: '  ' });
  return [
    style.heading(title),
    ...lines(shown.first),
    ...(shown.hidden > 0 ? [hiddenCountLine(shown, style)] : []),
    ...lines(shown.last),
  ];
}
