import { visible } from '../../model/text/invisible-characters.ts';

/**
 * Text from elsewhere (names in HubSpot, reasons, file content), safe to print on one line: line
 * breaks and tabs become spaces. Control, direction and invisible characters, which could hide or forge output
 * on a terminal, are shown escaped.
 */
export function plain(text: string): string {
  const line = text.replace(/[\t\n\v\f\r\u2028\u2029]/g, ' ');
  // Our own sentences hold no-break spaces, and on a terminal they are spaces.
  return line.split('\u00A0').map(visible).join('\u00A0');
}
