import type { CheckArea, Check } from '../../model/results/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { count, formatNumber, formatPlace } from '../view/format.ts';
import { wrap } from './layout.ts';
import { type Style, createStyle, type TextOptions } from './style.ts';

const areas: readonly { readonly area: CheckArea; readonly title: string }[] = [
  { area: 'files', title: 'Files' },
  { area: 'account', title: 'Token and account' },
  { area: 'scopes', title: 'Scopes' },
  { area: 'senders', title: 'Senders' },
  { area: 'sequences', title: 'Sequences' },
  { area: 'workflows', title: 'Workflows' },
  { area: 'lists', title: 'HubSpot lists' },
  { area: 'routes', title: 'Routes' },
  { area: 'rate', title: 'Rate' },
  { area: 'clock', title: 'Clock' },
  { area: 'ledger', title: 'Ledger' },
];

export interface DoctorOptions extends TextOptions {
  readonly exitCode: ExitCode;
  /** The account of the token, if it opened one. */
  readonly portalId?: number | undefined;
  /** List every passed check. */
  readonly verbose: boolean;
}

/** Renders the result, then the problems with their next steps, then the passed checks: one line a section, or all. */
export function renderDoctor(checks: readonly Check[], options: DoctorOptions): string {
  const { exitCode, portalId, verbose } = options;
  const style = createStyle(options);
  const ofStatus = (status: Check['status']): readonly Check[] =>
    checks.filter((check) => check.status === status);
  const passed = ofStatus('ok');
  const problems = [...ofStatus('failed'), ...ofStatus('warning')];
  const parts = [
    wrap(headline(checks, { exitCode, portalId }), { width: style.width, rest: '  ' }).map(
      exitCode === ExitCode.done ? style.heading : style.error,
    ),
    problems.flatMap((check) => checkLines(check, style)),
    ...(verbose ? passedSections(passed, style) : [passedSummary(checks, style)]),
    verbose || passed.length === 0
      ? []
      : [
          ...(passed.some(({ area }) => area === 'senders')
            ? wrap('Seats and inboxes: HubSpot shows them only when a sender enrolls.', {
                width: style.width,
                rest: '  ',
              })
            : []),
          `${count(passed.length, 'check')} passed: rollcall doctor --verbose`,
        ],
  ].filter((lines) => lines.length > 0);
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function headline(
  checks: readonly Check[],
  { exitCode, portalId }: Pick<DoctorOptions, 'exitCode' | 'portalId'>,
): string {
  const amount = (status: Check['status']): number =>
    checks.filter((check) => check.status === status).length;
  const warnings = amount('warning');
  const parts = [
    exitCode === ExitCode.done ? 'ready' : `not ready, ${formatNumber(amount('failed'))} failed`,
    ...(warnings > 0 ? [count(warnings, 'warning')] : []),
  ].join(', ');
  const ending = exitCode === ExitCode.done ? '' : ` (exit code ${exitCode})`;
  return `${portalId === undefined ? 'Account' : `Account ${portalId}`}: ${parts}${ending}`;
}

const tones = { ok: 'add', warning: 'wait', failed: 'stop' } as const;

function checkLines(check: Check, style: Style): readonly string[] {
  const { status, message, source } = check;
  const prefix = status === 'ok' || !source ? '' : `${formatPlace(source)}: `;
  const label = `  ${status.padEnd(7)}`;
  const rest = ' '.repeat(label.length + 2);
  const lines = wrap(`${prefix}${message}`, { width: style.width, first: `${label}  `, rest });
  return [
    ...lines.map((line, at) => (at === 0 ? line.replace(label, style.tone[tones[status]](label)) : line)),
    ...(check.status === 'ok'
      ? []
      : wrap(check.help, { width: style.width, first: `${rest}fix: `, rest: `${rest}     ` })),
  ];
}

/** Returns every passed check below the title of its section. */
function passedSections(passed: readonly Check[], style: Style): readonly (readonly string[])[] {
  return areas.flatMap(({ area, title }) => {
    const own = passed.filter((check) => check.area === area);
    return own.length === 0
      ? []
      : [[style.heading(title), ...own.flatMap((check) => checkLines(check, style))]];
  });
}

/** Returns one line a section with a passed check: its message if it is the only one, otherwise how many passed. */
function passedSummary(checks: readonly Check[], style: Style): readonly string[] {
  const sections = areas.flatMap(({ area, title }) => {
    const own = checks.filter((check) => check.area === area);
    const passed = own.filter(({ status }) => status === 'ok');
    const [first] = passed;
    if (!first) return [];
    const text =
      own.length === 1 ? first.message : `${formatNumber(passed.length)} of ${formatNumber(own.length)}`;
    return [{ title, text }];
  });
  const widest = sections.reduce((width, { title }) => Math.max(width, title.length), 0);
  return sections.flatMap(({ title, text }) => {
    const first = `  ok  ${title.padEnd(widest)}  `;
    return wrap(text, { width: style.width, first, rest: ' '.repeat(first.length) }).map((line, at) =>
      at === 0 ? line.replace('ok', style.tone.add('ok')) : line,
    );
  });
}
