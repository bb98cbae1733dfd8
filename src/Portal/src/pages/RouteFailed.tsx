import { useRouteError } from 'react-router';
import { Failed } from '../components/ui';

/** When a page itself breaks, or its code did not arrive (a new release replaced it): say so, offer to load again. */
export function RouteFailed() {
  const error = useRouteError();
  return <main style={{ padding: '12vh 20px', maxWidth: 560, margin: '0 auto' }}><Failed error={error} retry={() => location.reload()} /></main>;
}
