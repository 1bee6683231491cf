import type { SeedList, WorkflowPart } from '../account/account-seed.ts';

const createdAt = '2026-03-02T10:00:00.000Z';

export function defaultLists(): SeedList[] {
  return [
    manual('482', 'Q4 prospects from events', ['1001', '1002', '1003', '1004', '1005', '1006']),
    dynamic('553', 'Onboarding: active', ['900100', 'WORKFLOWS_ACTIVE']),
    dynamic('554', 'Onboarding: ever enrolled', ['900100', 'WORKFLOWS_ENROLLMENT']),
    // Feeds 900200; its members are enrolled there.
    manual('611', 'Newsletter readers', ['1031', '1032', '1033']),
    dynamic('612', 'Newsletter: active', ['900200', 'WORKFLOWS_ACTIVE']),
    dynamic('613', 'Newsletter: ever enrolled', ['900200', 'WORKFLOWS_ENROLLMENT']),
    manual('614', 'Trials', []),
    // Keeps out of 900100.
    manual('620', 'Never onboard', ['1066']),
  ];
}

function manual(id: string, name: string, members: readonly string[]): SeedList {
  const at = '2026-10-12T08:00:00.000Z';
  return {
    id,
    name,
    processingType: 'MANUAL',
    createdAt,
    updatedAt: at,
    members: members.map((contactId) => ({ id: contactId, at })),
  };
}

function dynamic(id: string, name: string, [flowId, part]: readonly [string, WorkflowPart]): SeedList {
  const workflow = { flowId, part };
  return { id, name, processingType: 'DYNAMIC', createdAt, updatedAt: createdAt, workflow };
}
