/**
 * Text that came from elsewhere (names in HubSpot, reasons, file content), safe to print on one line:
 * line breaks and tabs become spaces, and control and direction characters, which could hide or forge
 * output on a terminal, a visible mark. Every UTF-16 unit stays one unit.
 */
export function plain(text: string): string {
  return text.replace(/[\t\n\v\f\r\u2028\u2029]/g, ' ').replace(unsafe, '\uFFFD');
}

// Controls are the point here: C0, DEL and C1, then the marks that turn the direction of writing.
// oxlint-disable-next-line no-control-regex
const unsafe = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;
