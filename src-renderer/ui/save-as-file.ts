/** Saves bytes, exactly, as a file of the person at the screen. */
export function saveAsFile(name: string, bytes: Blob | Uint8Array<ArrayBuffer>): void {
  // Without a type of its own: a browser that opens the file must not run it as a page.
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
