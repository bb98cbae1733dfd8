import { Textarea } from '@mantine/core';
import { readJwk } from '../../api/governance';

/** A public key, pasted as a JWK. */
export function KeyInput({ value, change, label, required = false }: { value: string; change: (text: string) => void; label: string; required?: boolean }) {
  const read = value.trim() ? readJwk(value) : null;
  return (
    <Textarea label={label} required={required} autosize minRows={2} maxRows={6} value={value} onChange={(e) => change(e.currentTarget.value)} error={typeof read === 'string' ? read : undefined}
      description="The public half, as its owner hands it out: {“crv”:“P-256”,“kty”:“EC”,“x”:…,“y”:…}. An organisation with an account here finds it under Settings." styles={{ input: { fontFamily: 'var(--sb-mono)', fontSize: '0.8125rem' } }} />
  );
}
