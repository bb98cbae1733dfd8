import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { ApiProblem, api, call } from '../api/http';
import { failureOf } from '../api/failure';
import { queries } from '../api/queries';
import type { DemoAccount, Session } from '../api/types';
import { Logo } from '../components/icons';
import css from './signin.module.css';

/** Only addresses of this portal are followed after signing in. */
export const safeNext = (next: string | null): string => (next && /^\/(?![/\\])/.test(next) ? next : '/');

const sentenceOfFailure = (error: unknown): string => {
  const { title, detail } = failureOf(error);
  return [title, detail].filter(Boolean).map((s) => (/[.!?]$/.test(s) ? s : `${s}.`)).join(' ');
};

export function SignInPage() {
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [demo, setDemo] = useState<DemoAccount | null>(null);
  const next = safeNext(params.get('next'));
  const expired = (useLocation().state as { expired?: boolean } | null)?.expired === true;

  useEffect(() => {
    document.title = 'Sign in · SmartBlocks';
    // The answer without a session says whether this server is a demonstration, and with which account.
    void call(api('/session')).then(() => navigate(next, { replace: true }), (error: unknown) => {
      const hint = error instanceof ApiProblem ? error.body.demo as DemoAccount | undefined : undefined;
      if (hint?.email) setDemo(hint);
    });
  }, [navigate, next]);

  const signIn = async (account: DemoAccount) => {
    setBusy(true);
    setProblem(null);
    try {
      const session = await (await call(api('/session'), { method: 'POST', body: JSON.stringify(account), headers: { 'Content-Type': 'application/json' } })).json() as Session;
      // Whoever was here before may have seen what this account may not.
      client.clear();
      client.setQueryData(queries.session().queryKey, session);
      await navigate(next, { replace: true });
    } catch (error) {
      setProblem(error instanceof ApiProblem && error.status === 401 ? 'This e-mail address and password do not belong together.' : sentenceOfFailure(error));
      setBusy(false);
    }
  };
  const submit = (event: FormEvent) => { event.preventDefault(); void signIn({ email: email.trim(), password }); };

  return (
    <main className={css.frame}>
      <section className={css.story} aria-label="About SmartBlocks">
        <div className={css.brand}><Logo size={34} />SmartBlocks</div>
        <div>
          <p className={css.claim}>One record of energy that everyone can check.</p>
          <ul className={css.points}>
            <li>Every reading is signed by the meter that took it.</li>
            <li>Every block is proven, in your own browser, down to the byte.</li>
            <li>Nothing is overwritten: corrections stand beside the original.</li>
          </ul>
        </div>
        <Blocks />
      </section>
      <section className={css.form}>
        <form onSubmit={submit} className={css.box}>
          <h1 className={css.title}>Sign in</h1>
          <TextInput label="E-mail" type="email" autoComplete="username" required value={email} onChange={(e) => setEmail(e.currentTarget.value)} size="md" autoFocus />
          <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={(e) => setPassword(e.currentTarget.value)} size="md" visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} />
          {expired && !problem && <p className={css.expired} role="status">Your session has ended. Sign in again, and you are back where you were.</p>}
          {problem && <p className={css.problem} role="alert">{problem}</p>}
          <Button type="submit" size="md" loading={busy} fullWidth>Sign in</Button>
          {demo && (
            <div className={css.demo}>
              <p><strong>This is a demonstration.</strong> Its building, meters and readings are simulated; the ledger and its proofs are real.</p>
              <dl><dt>E-mail</dt><dd className="mono">{demo.email}</dd><dt>Password</dt><dd className="mono">{demo.password}</dd></dl>
              <Button variant="default" fullWidth disabled={busy} onClick={() => { void signIn(demo); }}>Enter the demonstration</Button>
            </div>
          )}
        </form>
      </section>
    </main>
  );
}

/** A quiet chain of blocks: each stands on the one before. */
function Blocks() {
  return (
    <svg className={css.blocks} viewBox="0 0 420 120" aria-hidden="true">
      {Array.from({ length: 6 }, (_, i) => (
        <g key={i} opacity={0.25 + i * 0.13}>
          {i > 0 && <path d={`M${i * 72 - 12} 60h12`} stroke="currentColor" strokeWidth="2" />}
          <rect x={i * 72} y={36} width={60} height={48} rx={10} fill="none" stroke="currentColor" strokeWidth="2" />
          <path d={`M${i * 72 + 12} ${54}h${36 - ((i * 13) % 17)}M${i * 72 + 12} ${66}h${22 + ((i * 7) % 13)}`} stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </g>
      ))}
    </svg>
  );
}
