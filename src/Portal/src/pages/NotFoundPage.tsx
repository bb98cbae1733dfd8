import { Button } from '@mantine/core';
import { Link, useLocation } from 'react-router';
import { Card, Empty, Page } from '../components/ui';

export function NotFoundPage() {
  const { pathname } = useLocation();
  return (
    <Page title="There is nothing here" documentTitle="Not found">
      <Card>
        <Empty title="This address leads nowhere" action={<Button component={Link} to="/">To the overview</Button>}>
          <span className="mono">{pathname}</span> is not a page of this portal. Press <kbd>/</kbd> to search for a meter, a block or any id.
        </Empty>
      </Card>
    </Page>
  );
}
