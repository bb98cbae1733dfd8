import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useOutletContext } from 'react-router';
import type { Session } from '../api/types';
import { Badge, Card, Facts, Page, ui } from '../components/ui';
import { clock, utc } from '../format/times';
import { HostedKeyCard } from './governance/HostedKeyCard';

const may: Record<Session['role'], string> = {
  owner: 'everything of the organisation', manager: 'sites, meters and their readings', auditor: 'read everything, change nothing', operator: 'register meters, keys and devices', partner: 'read what was shared',
};

export function SettingsPage() {
  const session = useOutletContext<Session>();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const now = new Date();
  return (
    <Page title="Settings" documentTitle="Settings" note="Who you are here, and how the portal looks on this device.">
      <div className={ui.grid}>
        <Card title="Profile" span={6}>
          <Facts rows={[
            ['Name', session.name], ['E-mail', session.email], ['Organisation', session.tenant.name],
            ['Role', <>{session.role} <span style={{ color: 'var(--sb-text-2)' }}>– may {may[session.role] ?? 'do what the role allows'}</span></>],
            ['Ledgers', session.ledgers.join(', ') || 'none'],
            session.demo && ['Account', <Badge tone="warn">Demonstration: the data is simulated</Badge>],
          ]} />
        </Card>
        <Card title="Appearance" span={6}>
          <Facts rows={[
            ['Theme', <SegmentedControl value={colorScheme} onChange={(v) => setColorScheme(v as 'light' | 'dark' | 'auto')} data={[{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }, { value: 'auto', label: 'System' }]} aria-label="Theme" />],
            ['Times', <>{Intl.DateTimeFormat().resolvedOptions().timeZone}, now {clock(now)} <span style={{ color: 'var(--sb-text-2)' }}>({utc(new Date(Math.floor(now.getTime() / 1000) * 1000))})</span></>],
            ['Keyboard', <>Press <kbd>?</kbd> anywhere for the shortcuts.</>],
          ]} />
        </Card>
        <HostedKeyCard />
      </div>
    </Page>
  );
}
