import '@fontsource-variable/geist/wght.css';
import '@fontsource-variable/geist-mono/wght.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import './theme/tokens.css';
import './theme/print.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { reloadWhenStale } from './stale';
import { printLight } from './theme/print';

reloadWhenStale();
printLight();

createRoot(document.getElementById('root')!).render(<App />);
