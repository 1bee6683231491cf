import { describe, expect, test } from 'vitest';
import { sunsetNotices } from '../../src/hubspot/routes-in-use.ts';
import { routeNamed } from '../../src/hubspot/routes.ts';

const v4 = routeNamed('flows-batch-read', '2026-03');
const alsoV4 = routeNamed('workflow-id-mappings', '2026-03');
const v3 = routeNamed('owners', '2026-03');
const dated = routeNamed('sequence', '2026-03');

describe('the end date of routes', () => {
  test('is not reported long before', () => {
    expect(sunsetNotices([v4, v3, dated], '2026-11-02T09:00:00.000Z')).toEqual([]);
  });

  test('is reported from 120 days before, once for each date, with the routes in use', () => {
    expect(sunsetNotices([dated, alsoV4, v3, v4], '2026-12-01T00:00:00.000Z')).toEqual([
      {
        code: 'routes-end',
        severity: 'warning',
        message:
          "HubSpot's support for POST /automation/v4/flows/batch/read and 1 more of the routes in use ends on 2027-03-30.",
        help: expect.stringContaining('newer rollcall'),
      },
    ]);
    expect(sunsetNotices([dated, v3, v4], '2027-05-10T00:00:00.000Z').map(({ message }) => message)).toEqual([
      expect.stringMatching(/flows.* ended on 2027-03-30/),
      expect.stringMatching(/owners.* ends on 2027-09-01/),
    ]);
  });

  test('is not reported for unused routes', () => {
    expect(sunsetNotices([dated], '2030-01-01T00:00:00.000Z')).toEqual([]);
  });
});
