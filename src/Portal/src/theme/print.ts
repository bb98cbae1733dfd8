/** Paper is white: while the page is printed, by whatever means, the light theme's colours hold. */
export function printLight(): void {
  const root = document.documentElement;
  let scheme: string | undefined;
  addEventListener('beforeprint', () => { scheme = root.dataset.mantineColorScheme; root.dataset.mantineColorScheme = 'light'; });
  addEventListener('afterprint', () => { if (scheme) root.dataset.mantineColorScheme = scheme; });
}
