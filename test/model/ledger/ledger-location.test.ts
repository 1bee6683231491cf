import { describe, expect, it } from 'vitest';
import {
  isLedgerLocationProblem,
  ledgerLocationProblem,
  parseLedgerLocation,
} from '../../../src/model/ledger/ledger-location.ts';

const tls = 'sslmode=verify-full';

describe('a valid location', () => {
  it.each([
    ['.rollcall/ledger.db', '.rollcall/ledger.db'],
    ['ledger.sqlite', 'ledger.sqlite'],
    ['my records/ledger.db', 'my records/ledger.db'],
    ['./ledger', './ledger'],
    ['/srv/50% #1?/ä ledger.db', '/srv/50% #1?/ä ledger.db'],
    ['/srv/app/ledger', '/srv/app/ledger'],
    ["/home/o'brien/ledger.db", "/home/o'brien/ledger.db"],
    ['postgres://db.acme.example/ledger', 'db.acme.example:5432/ledger'],
    ['POSTGRESQL://u:p@db.acme.example:6543/ledger', 'db.acme.example:6543/ledger'],
    ['postgres://u:p%2Fw%40%23%3F%25@db.acme.example/ledger', 'db.acme.example:5432/ledger'],
    ['postgres://u:p@ss@db.acme.example/ledger', 'db.acme.example:5432/ledger'],
    ['postgres://u:p@[::1]:5433/ledger', '[::1]:5433/ledger'],
    ['postgres:///ledger?host=/var/run/postgresql', '/var/run/postgresql:5432/ledger'],
    ['postgres://u:p@db.acme.example/a%20b', 'db.acme.example:5432/a b'],
  ])('%s', (text, place) => {
    expect(parseLedgerLocation(text)).toMatchObject({ place });
  });

  it('has a port and a TLS mode without a warning for the driver', () => {
    for (const [given, used] of [
      ['postgres://u:p@h/d', 'postgres://u:p@h:5432/d'],
      ['postgres://u:p@h/d?sslmode=require', `postgres://u:p@h:5432/d?${tls}`],
      ['postgres://u:p@h/d?sslmode=prefer&x=a%20b', `postgres://u:p@h:5432/d?x=a%20b&${tls}`],
      ['postgres://u:p@h/d?sslmode=verify-ca', `postgres://u:p@h:5432/d?${tls}`],
      [`postgres://u:p@h/d?${tls}&sslrootcert=system`, `postgres://u:p@h:5432/d?${tls}`],
      ['postgres://u:p@h/d?sslmode=disable', 'postgres://u:p@h:5432/d?sslmode=disable'],
      [
        'postgres://u:p@h/d?uselibpqcompat=true&sslmode=require',
        'postgres://u:p@h:5432/d?uselibpqcompat=true&sslmode=require',
      ],
      ['postgres://h/d?options=-c%20search_path=x', 'postgres://h:5432/d?options=-c%20search_path=x'],
    ] as const) {
      expect(parseLedgerLocation(given)).toMatchObject({ url: used });
    }
  });

  it('has a public URL without secrets', () => {
    expect(parseLedgerLocation('postgres://u:p@h/d?password=x&sslmode=require')).toMatchObject({
      publicUrl: 'postgres://u@h/d?sslmode=require',
      hasPassword: true,
    });
  });
});

const secret = 'hunter2';

/** Each location contains the password if a location of its kind can. */
const refused: readonly (readonly [location: string, problem: RegExp])[] = [
  ['', /is empty/],
  ['  \n', /is empty/],
  [`"postgres://u:${secret}@h/d"`, /quotation marks/],
  [`'postgres://u:${secret}@h/d'`, /quotation marks/],
  [` postgres://u:${secret}@h/d`, /begins or ends with a space/],
  [`postgres://u:${secret}@h/d `, /begins or ends with a space/],
  [`postgres://u:${secret}@h/d\nDEBUG=1`, /more than one line/],
  [`postgres://u:${secret}@h/d\u200b`, /invisible character/],
  [`jdbc:postgresql://u:${secret}@h/d`, /begins with `jdbc:`/],
  [`mysql://u:${secret}@h/d`, /begins with `mysql:\/\/`/],
  [`postgress://u:${secret}@h/d`, /begins with `postgress:\/\/`/],
  [`postgresql+asyncpg://u:${secret}@h/d`, /begins with `postgresql\+asyncpg:\/\/`/],
  [`file:///srv/${secret}.db`, /begins with `file:\/\/`/],
  ['sqlite:ledger.db', /begins with `sqlite:`/],
  [`sqlite:///${secret}.db`, /begins with `sqlite:\/\/`/],
  [`postgres:u:${secret}@h/d`, /begins with `postgres:`/],
  [`C:\\ledgers\\${secret}.db`, /Windows path/],
  [`C:/ledgers/${secret}.db`, /Windows path/],
  [`u:${secret}@h/d`, /does not begin with `postgres:\/\/`/],
  [`${secret}:x@h/d`, /does not begin with `postgres:\/\/`/],
  [`//u:${secret}@h/d.db`, /without `postgres:\/\//],
  [`u@h/${secret}.db`, /without `postgres:\/\//],
  [`host=h dbname=d user=u password=${secret}`, /list of PostgreSQL settings/],
  ['db.acme.example', /neither a file ending/],
  ['db.acme.example:5432/ledger', /does not begin with/],
  ['localhost/ledger', /neither a file ending/],
  ['~/ledger.db', /begins with `~`/],
  ['$HOME/ledger.db', /variable was not expanded/],
  ['${{ secrets.ROLLCALL_LEDGER }}', /variable was not expanded/],
  ['state\\ledger.db', /backslash/],
  [':memory:', /database address/],
  ['./ledger.db?mode=ro', /settings after/],
  ['.rollcall/', /is a folder/],
  ['..', /is a folder/],
  [`postgres://u:1/${secret}@h/d`, /not encoded/],
  [`postgres://u:${secret}/x@h/d`, /not encoded/],
  [`postgres://u:1?${secret}@h/d`, /not encoded/],
  [`postgres://u:1#${secret}@h/d`, /not encoded/],
  [`postgres://u:${secret}#@h/d`, /not encoded/],
  [`postgres://u:p@1/${secret}@h/d`, /not encoded/],
  [`postgres://u:100%${secret}@h/d`, /`%` that is not encoded/],
  [`postgres://u:%ff${secret}@h/d`, /`%` that is not encoded/],
  [`postgres://u:${secret} x@h/d`, /contains a space/],
  [`postgres://u:${secret}@[bad/d`, /is not a valid URL/],
  [`postgres://u:${secret}@h:port/d`, /is not a valid URL/],
  [`postgres://u:${secret}@h`, /has no database name/],
  [`postgres://u:${secret}@h/`, /has no database name/],
  [`postgres:///d?password=${secret}`, /has no host/],
  [`postgres://u:1/${secret}/d`, /database name or password/],
  [`postgres://u:${secret}@h/d?sslmode=verify_full`, /unknown `sslmode`/],
];

describe('an invalid location', () => {
  it.each(refused)('%j', (text, problem) => {
    const read = parseLedgerLocation(text);
    expect(isLedgerLocationProblem(read) && read.problem).toMatch(problem);
    expect(JSON.stringify(read)).not.toContain(secret);
    expect(ledgerLocationProblem(text)).toMatchObject({ code: 'bad-ledger' });
  });

  it('in a file is one with a password', () => {
    for (const text of [`postgres://u:${secret}@h/d`, `postgres://u@h/d?password=${secret}`]) {
      const problem = ledgerLocationProblem(text);
      expect(problem).toMatchObject({ code: 'ledger-password' });
      expect(JSON.stringify(problem)).not.toContain(secret);
    }
  });
});
