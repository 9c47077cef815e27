import type { HandOutBlock } from '../model/hand-out.ts';
import type { Sheet } from './sheet.ts';

/** The sheet as Markdown (CommonMark, with tables as GitHub has them). */
export const markdownOf = ({ blocks }: Sheet): string => `${blocks.map(blockText).join('\n\n')}\n`;

function blockText(block: HandOutBlock): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${plain(block.text)}`;
    case 'text':
      return plain(block.text);
    case 'list':
      return block.items.map((item) => `- ${plain(item)}`).join('\n');
    case 'code':
      return fenced(block.language, block.text);
    case 'table': {
      const cell = (value: string, column: number): string =>
        block.codeColumns.includes(column) && value !== '' ? inTable(span(value)) : inTable(plain(value));
      const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
      return [
        line(block.heads),
        line(block.heads.map(() => '---')),
        ...block.rows.map((row) => line(row.map(cell))),
      ].join('\n');
    }
  }
}

/** A fence that no line of the code ends. */
function fenced(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function span(text: string): string {
  const ticks = '`'.repeat(longestTicks(text) + 1);
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${ticks}${room}${text.replaceAll(/\s+/g, ' ')}${room}${ticks}`;
}

const longestTicks = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));

const inTable = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s*[\n\r]\s*/g, ' ');

/** Text that means nothing but itself. */
const plain = (text: string): string =>
  text
    .replaceAll(/[\\`*_[\]<>#&~]/g, '\\$&')
    .replaceAll(/\s*[\n\r]\s*/g, ' ')
    .replace(/^[-+](?=\s)/, '\\$&')
    .replace(/^(\d+)([.)])(?=\s)/, '$1\\$2');
