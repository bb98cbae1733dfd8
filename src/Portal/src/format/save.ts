/** Hands the visitor a file, made here: nothing is asked of any server. */
export function saveFile(name: string, content: string, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** A part of a path or id as it may stand in a file's name. */
export const fileName = (text: string): string => text.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 100);
