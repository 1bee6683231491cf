import type { CheckArea, Check } from '../../model/results/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { count, formatPlace } from '../view/format.ts';
import { helpLines } from './line-list.ts';
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

/** Renders every check by area, with the next step for warnings and failures, and the totals at the end. */
export function renderDoctor(
  checks: readonly Check[],
  { exitCode, ...options }: TextOptions & { readonly exitCode: ExitCode },
): string {
  const style = createStyle(options);
  const parts = areas.flatMap(({ area, title }) => {
    const inArea = checks.filter((check) => check.area === area);
    if (inArea.length === 0) return [];
    return [[style.heading(title), ...inArea.flatMap((check) => checkLines(check, style))]];
  });
  const all = [...parts, [style.heading(checkTotals(checks, exitCode))]];
  return `${all.map((lines) => lines.join('\n')).join('\n\n')}\n`;
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
    ...(check.status === 'ok' ? [] : helpLines(check.help, style, rest)),
  ];
}

function checkTotals(checks: readonly Check[], exitCode: ExitCode): string {
  const amount = (status: Check['status']): number =>
    checks.filter((check) => check.status === status).length;
  const ending = exitCode === ExitCode.done ? '' : `: exit code ${exitCode}`;
  return `${amount('ok')} ok, ${count(amount('warning'), 'warning')}, ${amount('failed')} failed${ending}`;
}
