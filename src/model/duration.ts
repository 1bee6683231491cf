const units: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Milliseconds of `90s`, `30m`, `12h`, `3d`, `2w`; nothing for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,9})\s*([smhdw])$/u.exec(text.trim()) ?? [];
  const factor = units[unit];
  return factor === undefined ? undefined : Number(count) * factor;
}
