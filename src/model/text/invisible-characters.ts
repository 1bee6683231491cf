/**
 * Matches characters that are invisible or change the display order: zero-width characters, soft hyphens, direction
 * marks, byte order marks, control characters, and spaces other than U+0020. Does not match tabs, line ends, or the
 * joiners and variation selectors inside an emoji.
 */
const invisible =
  /(?!\t|\n|\r|\u200D|\uFE0F)[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u2800]|(?! )\p{Zs}|(?<!\p{Extended_Pictographic})\uFE0F|(?<!\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F)\u200D/gu;

/** Returns the text with every invisible character escaped: `\u200b`, `\u{e0061}`. */
export function escapeInvisible(text: string): string {
  return replaceInvisible(text, escaped);
}

/** Returns the text with every invisible character replaced. */
export function replaceInvisible(text: string, by: (character: string) => string): string {
  return text.replace(invisible, by);
}

/** Returns the text without its invisible characters. */
export function removeInvisible(text: string): string {
  return text.replace(invisible, '');
}

/** Returns the first invisible character of a text, escaped, and its position, counted from 1. */
export function firstInvisible(
  text: string,
): { readonly escaped: string; readonly position: number } | undefined {
  const [match] = text.matchAll(invisible);
  return match && { escaped: escaped(match[0]), position: match.index + 1 };
}

function escaped(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`;
}
