/** Returns a text with one full stop at its end. */
export function ended(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`;
}

/** Returns a reason that begins with its status only once: `active since 2026-11-10`, not `active: active since …`. */
export function withoutEcho(text: string): string {
  return text.replace(/^([\w-]+): (?=\1\b)/u, '');
}
