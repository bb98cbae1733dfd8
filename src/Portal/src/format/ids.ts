/** An id shortened in the middle, so that both ends can be compared: `kX3f9a…Q81c`. */
export function shortId(id: string, head = 6, tail = 4): string {
  return id.length <= head + tail + 1 ? id : `${id.slice(0, head)}…${id.slice(-tail)}`;
}
