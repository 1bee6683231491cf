/** Reads the values of the flags of `rehearse`. Each function throws a `Failure` `bad-flag`. */
import { Failure } from '../../model/failure.ts';
import { isCalendarDay } from '../../model/time.ts';

/** Returns a number of days, written as `30`, `30d` or `4w`. */
export function parseDays(flag: string, text: string, maximum: number): number {
  const [, amount = '', unit = 'd'] = /^(\d{1,3})([dw]?)$/u.exec(text.trim()) ?? [];
  const days = Number(amount) * (unit === 'w' ? 7 : 1);
  if (amount !== '' && days >= 1 && days <= maximum) return days;
  throw flagFailure(
    `Invalid value of ${flag}: "${text}" is not a number of days from 1 to ${maximum}`,
    `For example: ${flag} 30d`,
  );
}

export function parseTime(text: string): string {
  if (/^(?:[01]\d|2[0-3]):[0-5]\d$/u.test(text)) return text;
  throw flagFailure(`Invalid value of --at: "${text}" is not a time of day`, 'For example: --at 08:00');
}

export function parseDay(flag: string, text: string): string {
  if (isCalendarDay(text)) return text;
  throw flagFailure(`Invalid value of ${flag}: "${text}" is not a day`, `For example: ${flag} 2026-12-08`);
}

/** Returns a share from 0 to 1. */
export function parseShare(flag: string, text: string): number {
  const [, number, percent] = /^(\d+(?:\.\d+)?)\s*(%?)$/u.exec(text.trim()) ?? [];
  const share = Number(number) / (percent === '%' ? 100 : 1);
  if (share >= 0 && share <= 1) return share;
  throw flagFailure(`Invalid value of ${flag}: "${text}" is not a share`, `For example: ${flag} 8%`);
}

export function parseWithout(text: string): { readonly sender: string; readonly from?: string } {
  const [, sender = '', from] = /^([^=\s]+@[^=\s]+?)(?:=(.*))?$/u.exec(text) ?? [];
  if (sender === '')
    throw flagFailure(
      'Invalid value of --without: it must be the email of a rep',
      'For example: --without paul@acme.example=2026-12-01',
    );
  return { sender, ...(from === undefined ? {} : { from: parseDay('--without', from) }) };
}

export function parseWindow(text: string): { readonly from: string; readonly to: string } {
  const [from = '', to = from] = text.split('..');
  const window = { from: parseDay('--freeze', from), to: parseDay('--freeze', to) };
  if (window.from <= window.to) return window;
  throw flagFailure(
    `Invalid value of --freeze: ${window.to} is before ${window.from}`,
    'For example: --freeze 2026-12-24..2026-12-31',
  );
}

export function flagFailure(message: string, help: string): Failure {
  return new Failure({ code: 'bad-flag', message: `${message}.`, help });
}
