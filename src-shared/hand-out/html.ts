import type { HandOutBlock } from '../model/hand-out.ts';
import type { Sheet } from './sheet.ts';

/** The sheet as a page by itself: nothing is loaded, nothing runs; for light, dark and paper. */
export const htmlOf = ({ title, blocks }: Sheet): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>
${style}</style>
</head>
<body>
<main>
${blocks.map(blockHtml).join('\n')}
</main>
</body>
</html>
`;

const style = `:root { color-scheme: light dark; }
body { margin: 0; background: #fff; color: #1b1f24; font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.2rem; overflow-wrap: anywhere; }
h3 { margin: 1.5rem 0 0.5rem; font-size: 1rem; }
h4 { margin: 1rem 0 0.25rem; font-size: 0.9rem; }
pre, code { font-family: ui-monospace, Consolas, monospace; font-size: 0.875em; }
pre { margin: 0.75rem 0; padding: 0.75rem; background: #f3f5f7; border: 1px solid #d5dae0; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.3rem 0.6rem 0.3rem 0; border-bottom: 1px solid #d5dae0; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { font-weight: 600; }
@media (prefers-color-scheme: dark) {
  body { background: #16191d; color: #dfe4ea; }
  pre { background: #1f242a; border-color: #3a424b; }
  th, td { border-color: #3a424b; }
}
@media print {
  :root { color-scheme: light; }
  body { background: #fff; color: #000; font-size: 10pt; }
  main { max-width: none; padding: 0; }
  pre { background: none; border-color: #999; }
  th, td { border-color: #999; }
  h2, h3, h4 { break-after: avoid; }
  pre, tr { break-inside: avoid; }
}
`;

function blockHtml(block: HandOutBlock): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escaped(block.text)}</h${block.level}>`;
    case 'text':
      return `<p>${escaped(block.text)}</p>`;
    case 'list':
      return `<ul>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`;
    case 'code':
      return `<pre><code>${escaped(block.text)}</code></pre>`;
    case 'table': {
      const cell = (value: string, column: number): string =>
        block.codeColumns.includes(column) && value !== ''
          ? `<td><code>${escaped(value)}</code></td>`
          : `<td>${escaped(value)}</td>`;
      const heads = block.heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('');
      const rows = block.rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`);
      return `<table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`;
    }
  }
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
