/** Renders the first lines of a generated page. */
export function renderHead(title: string, source: string): string[] {
  return [`# ${title}`, '', `<!-- Written by \`npm run generate\` from ${source}. Do not edit. -->`, ''];
}

/** Renders a Markdown table; cells may hold line breaks and vertical bars. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const render = (cells: readonly string[]) => `| ${cells.map(renderCell).join(' | ')} |`;
  return [render(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(render), ''];
}

function renderCell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}

/** Renders a text as a fenced block. */
export function renderBlock(text: string): string[] {
  return ['```text', text.trimEnd(), '```', ''];
}
