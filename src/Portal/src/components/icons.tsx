import type { ReactNode, SVGProps } from 'react';

/** The few signs the portal needs, drawn on one 20-unit grid. Each stands beside a name or carries a label; none decorates. */
function icon(children: ReactNode) {
  return function Icon({ size = 18, ...rest }: { size?: number } & SVGProps<SVGSVGElement>) {
    return (
      <svg width={size} height={size} viewBox="0 0 20 20" fill="none" stroke="currentColor" strokeWidth={1.6} strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" {...rest}>
        {children}
      </svg>
    );
  };
}

export const SearchIcon = icon(<><circle cx="9" cy="9" r="5.5" /><path d="m13.2 13.2 4 4" /></>);
export const CopyIcon = icon(<><rect x="7" y="7" width="9.5" height="9.5" rx="2" /><path d="M13 4.8A1.8 1.8 0 0 0 11.3 3.5H5.5a2 2 0 0 0-2 2v5.8A1.8 1.8 0 0 0 4.8 13" /></>);
export const CheckIcon = icon(<path d="m4 10.5 4 4 8-9" />);
export const CrossIcon = icon(<path d="m5 5 10 10M15 5 5 15" />);
export const LeftIcon = icon(<path d="M12.5 4.5 7 10l5.5 5.5" />);
export const RightIcon = icon(<path d="M7.5 4.5 13 10l-5.5 5.5" />);
export const DownIcon = icon(<path d="M4.5 7.5 10 13l5.5-5.5" />);
export const MenuIcon = icon(<path d="M3 5.5h14M3 10h14M3 14.5h14" />);
export const SunIcon = icon(<><circle cx="10" cy="10" r="3.4" /><path d="M10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.4 4.4l1.1 1.1M14.5 14.5l1.1 1.1M4.4 15.6l1.1-1.1M14.5 5.5l1.1-1.1" /></>);
export const MoonIcon = icon(<path d="M16.5 11.8A7 7 0 0 1 8.2 3.5a7 7 0 1 0 8.3 8.3Z" />);
export const PauseIcon = icon(<path d="M7 5v10M13 5v10" />);
export const PlayIcon = icon(<path d="M6.5 4.5v11l9-5.5z" />);
export const DownloadIcon = icon(<path d="M10 3v9.5m0 0 4-4m-4 4-4-4M3.5 16.5h13" />);
export const WarningIcon = icon(<><path d="M10 3 2.8 16h14.4z" /><path d="M10 8v3.6M10 13.9v.1" /></>);
export const CalendarIcon = icon(<><rect x="3" y="4.5" width="14" height="12.5" rx="2" /><path d="M3 8.5h14M7 2.8v3M13 2.8v3" /></>);
export const FolderIcon = icon(<path d="M2.8 5.8a1.5 1.5 0 0 1 1.5-1.5h3.4l1.8 2h6.2a1.5 1.5 0 0 1 1.5 1.5v6.4a1.5 1.5 0 0 1-1.5 1.5H4.3a1.5 1.5 0 0 1-1.5-1.5z" />);

export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--sb-accent)" />
      <g fill="var(--sb-surface)"><rect x="7" y="17" width="8" height="8" rx="2" /><rect x="17" y="17" width="8" height="8" rx="2" opacity=".7" /><rect x="12" y="7" width="8" height="8" rx="2" /></g>
    </svg>
  );
}
