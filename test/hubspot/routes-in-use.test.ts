import { describe, expect, test } from 'vitest';
import { sunsetNotices } from '../../src/hubspot/routes-in-use.ts';
import { defaultVersions } from '../../src/model/desired-state.ts';
import { routeNamed } from '../../src/hubspot/routes.ts';

const v4 = routeNamed('flows-batch-read', defaultVersions);
const alsoV4 = routeNamed('workflow-id-mappings', defaultVersions);
const v3 = routeNamed('owners', { ...defaultVersions, apiVersion: 'legacy' });
const v2 = routeNamed('contact-workflows', defaultVersions);
const ofGuide = routeNamed('guide-enrollment', defaultVersions);
const dated = routeNamed('sequence', defaultVersions);

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
        help: expect.stringContaining('Set `workflowApiVersion: 2026-09-beta`'),
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

  test.each([
    [v4, 'workflowApiVersion: 2026-09-beta'],
    [v3, 'apiVersion: 2026-09'],
    [ofGuide, 'dialect: documented'],
    [v2, 'via: { list: … }'],
  ])('names what replaces $path', (route, remedy) => {
    const [notice] = sunsetNotices([route], '2027-08-01T00:00:00.000Z');
    expect(notice?.help).toContain(remedy);
  });
});
