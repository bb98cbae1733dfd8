import { Link } from 'react-router';
import { Card, CopyButton } from '../../components/ui';
import css from './overview.module.css';

/** What an organisation without a site does next, as commands to copy: the portal shows what is registered over the API. */
export function FirstSteps({ ledger = 'LEDGER', origin = location.origin }: { ledger?: string; origin?: string }) {
  const site = `curl ${origin}/api/v1/sites -H 'Authorization: Bearer sbk_…' -H 'Content-Type: application/json' \\
  -d '{"id":"head-office","name":"Head office","timeZone":"Europe/Dublin",
       "latitude":51.9,"longitude":-8.47,"ledger":"${ledger}"}'`;
  return (
    <Card title="No site yet: begin here" note="Three steps, and the first reading shows on this page by itself.">
      <ol className={css.steps}>
        <li>
          <div>
            <h3>Register the site</h3>
            <p>With the API key that was shown when your organisation was founded. Its time zone decides where its days begin.</p>
            <Command text={site} label="Copy the command that registers a site" />
          </div>
        </li>
        <li>
          <div>
            <h3>Register a meter</h3>
            <RegisterMeter site="head-office" origin={origin} />
          </div>
        </li>
        <li>
          <div>
            <h3>Bring in those who shall check it</h3>
            <p>{ledger === 'LEDGER' ? 'Members of a ledger read it and decide on it with you.' : <>Owner, energy service company, auditor: <Link to={`/ledgers/${ledger}/members`}>invite them to the ledger {ledger}</Link>.</>}</p>
          </div>
        </li>
      </ol>
    </Card>
  );
}

function RegisterMeter({ site, origin }: { site: string; origin: string }) {
  return (
    <>
      <p>BlockMeter, the agent beside the meter, makes the meter’s own key, registers it and is ready to publish. For devices that cannot sign see <a href="/api/v1/openapi.json">the API’s description</a>.</p>
      <Command text={`blockmeter register main --site ${site} --api ${origin} --api-key sbk_…`} label="Copy the command that registers a meter" />
    </>
  );
}

/** What a site without a meter shows in place of empty charts. */
export function FirstMeter({ site, origin = location.origin }: { site: { id: string }; origin?: string }) {
  return <Card title="No meter yet: register the first" note="Charts and figures come with its readings."><div className={css.single}><RegisterMeter site={site.id} origin={origin} /></div></Card>;
}

function Command({ text, label }: { text: string; label: string }) {
  return <div className={css.command}><pre tabIndex={0} aria-label={label.replace('Copy the', 'The')}>{text}</pre><CopyButton value={text} label={label} /></div>;
}
