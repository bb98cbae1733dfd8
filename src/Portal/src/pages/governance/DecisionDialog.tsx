import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { decide, type Decision, type Deed, governance } from '../../api/governance';
import { ApiProblem } from '../../api/http';
import { Json } from '../../components/ui';
import { count } from '../../format/numbers';
import css from './governance.module.css';

type Step = { at: 'form' } | { at: 'preview'; decision: Decision | null } | { at: 'done'; decision: Decision };

/**
 * A deed in three steps: what is meant, what would be written to the ledger, what was. Nothing is signed before the second has been seen.
 * `deed` answers null while the form is not filled in; without a form the dialog opens at what will be written, which `written` then says, and `about` in words.
 */
export function DecisionDialog({ ledger, title, verb, opened, close, deed, written, about, children }: {
  ledger: string; title: string; verb: string; opened: boolean; close: () => void; deed: () => Deed | null; written?: unknown; about?: string[]; children?: ReactNode;
}) {
  const [step, go] = useState<Step>(children ? { at: 'form' } : { at: 'preview', decision: null });
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<ApiProblem | null>(null);
  const client = useQueryClient();
  const run = async (dry: boolean) => {
    const what = deed();
    if (!what) return;
    setBusy(true);
    setWrong(null);
    try {
      if (dry && !what.dry) { go({ at: 'preview', decision: null }); return; }
      const decision = await decide(what, dry ? { dryRun: true } : {});
      go({ at: dry ? 'preview' : 'done', decision });
    } catch (error) {
      setWrong(error instanceof ApiProblem ? error : new ApiProblem(0, 'Something went wrong in the portal', String(error)));
    } finally {
      setBusy(false);
    }
  };
  // The page behind is asked anew only when the dialog goes: it may show the thing elsewhere then, and take the dialog with it.
  const leave = () => {
    close();
    if (step.at === 'done') void client.invalidateQueries({ queryKey: governance.all(ledger) });
  };
  return (
    <Modal opened={opened} onClose={leave} title={title} size="lg" radius={14} centered closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={css.form}>
        {wrong && <p className={css.wrong} role="alert"><strong>{wrong.title === 'Unprocessable Entity' ? 'The ledger’s rules refuse this.' : wrong.title}</strong> {wrong.detail}</p>}
        {step.at === 'form' && (
          <form className={css.form} onSubmit={(e) => { e.preventDefault(); void run(true); }}>
            {children}
            <div className={css.buttons}><Button variant="default" onClick={close}>Cancel</Button><Button type="submit" loading={busy}>Next: see what is written</Button></div>
          </form>
        )}
        {step.at === 'preview' && (
          <div className={css.written}>
            {about && !step.decision && <ul className={css.sentences}>{about.map((s) => <li key={s}>{s}</li>)}</ul>}
            {step.decision ? <Preview decision={step.decision} /> : <p className={css.outcome}>One transaction, signed with your organisation’s hosted key, is written to the ledger. It cannot be taken out again.</p>}
            {(step.decision?.payload ?? written) !== undefined && <details open={!step.decision}><summary>What is written, word for word</summary><div style={{ marginTop: 10 }}><Json value={step.decision?.payload ?? written} /></div></details>}
            <div className={css.buttons}>
              <Button variant="default" onClick={children ? () => { setWrong(null); go({ at: 'form' }); } : close}>{children ? 'Back' : 'Cancel'}</Button>
              <Button loading={busy} onClick={() => { void run(false); }}>{verb}</Button>
            </div>
          </div>
        )}
        {step.at === 'done' && (
          <div className={css.written}>
            <p className={css.outcome} role="status">
              {step.decision.executed ? 'Done. ' : 'It is on the ledger, and waits for the others. '}
              It stands in <Link to={`/ledgers/${ledger}/blocks/${step.decision.block}`}>block {count(step.decision.block ?? 0)}</Link>
              {step.decision.transaction && <>, as <Link to={`/ledgers/${ledger}/transactions/${step.decision.transaction}`}>this transaction</Link></>}.
            </p>
            <div className={css.buttons}><Button onClick={leave}>Close</Button></div>
          </div>
        )}
      </div>
    </Modal>
  );
}

function Preview({ decision }: { decision: Decision }) {
  return (
    <>
      <div><strong>This will change:</strong><ul className={css.sentences}>{decision.sentences.map((s) => <li key={s}>{s}</li>)}</ul></div>
      <p className={css.outcome}>{decision.executed
        ? 'Your organisation’s approval is enough: the change is made at once. It is written to the ledger for good, signed with your hosted key.'
        : 'It is written to the ledger as a proposal, signed with your hosted key, and changes nothing until enough of the others approve.'}</p>
    </>
  );
}
