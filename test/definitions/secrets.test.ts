/** Secrets in the parts of a definition that rollcall does not know are found, and never shown. */
import { describe, expect, it } from 'vitest';
import { maskedChanges, secretsIn, withoutSecrets } from '../../src/definitions/mask-definition.ts';
import { readFlow } from '../../src/definitions/read-flow.ts';
import type { RawObject, WorkflowDefinition } from '../../src/model/definition.ts';
import { maskSentences } from '../../src/model/text/mask-text.ts';
import { looksSecret, withoutSecret } from '../../src/model/text/secrets.ts';
import { writeDefinition } from '../../src/schema/definition/write-definition.ts';

describe('a value', () => {
  it.each([
    ['hunter2', 'password'],
    ['hunter2', 'value Authorization'],
    ['abc', 'X-Api-Key'],
    ['Bearer abcd1234', 'value'],
    ['Basic dXNlcjpwYXNz', ''],
    ['pat-na1-12345678-aaaa', 'note'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0', ''],
    ['sk_live_abcdefgh1234', ''],
    ['ghp_abcdefghijklmnop1234', ''],
    ['0123456789abcdef0123456789abcdef01234567', ''],
    ['https://ana:pw@example.com/x', 'url'],
    ['https://example.com/api?access_token=1', 'url'],
    ['https://hooks.zapier.com/hooks/catch/1/2', 'url'],
    ['https://example.com/notify', 'webhookUrl'],
    ['https://example.com/in/a1b2c3d4e5f6a7b8c9d0e1', 'url'],
  ])('%s of %s looks like a secret', (value, hint) => {
    expect(looksSecret(value, hint)).toBe(true);
    expect(withoutSecret(value, '•••')).not.toContain(value.slice(-6));
  });

  it.each([
    ['customer', 'lifecyclestage'],
    ['', 'token'],
    ['{{ enrolled_object }}', 'token'],
    ['true', 'requiresAuthorization'],
    ['MY_TOKEN', 'secretNames'],
    ['https://www.northwind.example/pricing?page=2', 'url'],
    ['9b2c1c3e-1111-4222-8333-444455556666', 'formId'],
    ['Thank you for your interest in our products', 'subject'],
    ['1234567890123456789012345678901234567890', 'ids'],
  ])('%s of %s does not', (value, hint) => {
    expect(looksSecret(value, hint)).toBe(false);
  });
});

const calling = (fields: RawObject): WorkflowDefinition => ({
  ...readFlow({ name: 'Welcome' }).definition,
  actions: [{ id: '1', does: 'raw', raw: { actionTypeId: '0-25', fields } }],
});
const before = calling({
  webhookUrl: 'https://example.com/hook?token=abc123',
  headers: [{ name: 'Authorization', value: 'secret-one' }],
  method: 'POST',
});
const after = calling({
  webhookUrl: 'https://example.com/hook?token=abc123',
  headers: [{ name: 'Authorization', value: 'secret-two' }],
  method: 'PUT',
});

describe('a definition', () => {
  it('has its secrets with their paths', () => {
    expect(secretsIn(before).map(({ path }) => path)).toEqual([
      'actions.1.fields.webhookUrl',
      'actions.1.fields.headers.0.value',
    ]);
  });

  it('shows a changed secret without its value, and the host of a URL', () => {
    const [file, account] = withoutSecrets(before, after);
    const texts = [file, account].map((one) => writeDefinition(one, { file: 'welcome.yaml' }));
    expect(texts[0]).toContain('https://example.com/•••(1)');
    expect(texts[0]).toContain('value: •••(2)');
    expect(texts[1]).toContain('value: •••(3)');
    expect(texts.join()).not.toMatch(/abc123|secret-one|secret-two/u);
    expect(maskedChanges(before, after).map(({ at }) => at)).toEqual([
      'actions.1.fields.headers.0.value',
      'actions.1.fields.method',
    ]);
  });
});

describe('a line of a file', () => {
  it.each([
    ['Authorization: Bearer abc', 'Authorization: •••'],
    ['"apiKey": "abc"', '"apiKey": •••'],
    ['sent with Bearer abcdef123', 'sent with Bearer •••'],
    ['token: •••(2)', 'token: •••(2)'],
    ['the basic understanding', 'the basic understanding'],
  ])('%s is shown as %s', (line, shown) => {
    expect(maskSentences(line)).toBe(shown);
  });
});
