import { describe, expect, it } from 'vitest';
import { isExtreme } from './readme_extremes';

const lines = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('\n');

describe('READMEs that would stop the page are refused', () => {
  it.each([
    ['elements in each other', '<div>'.repeat(2000)],
    ['elements in each other, line by line', '<div>\n'.repeat(2000)],
    ['elements in each other, in upper case and with attributes', '<DIV class="x">'.repeat(2000)],
    ['inline elements in each other', 'a <b>'.repeat(2000)],
    ['quotes in each other', '> '.repeat(2000)],
    ['quotes in each other without spaces', `${'>'.repeat(2100)}x`],
    ['lists in each other', `${'* '.repeat(6000)}x`],
    ['lists of numbers in each other', `${'1. '.repeat(3000)}x`],
    ['lists in each other by what they are indented', lines(200, (at) => `${'  '.repeat(at)}- x`)],
    ['deep quotes on many lines', `${'> '.repeat(50)}x\n`.repeat(200)],
    ['stars', 'a*'.repeat(6000)],
    ['stars around a word', `a ${'*'.repeat(6000)}a${'*'.repeat(6000)}`],
    ['stars that begin and do not end', '**a'.repeat(6000)],
    ['stars in several paragraphs', `${'a*'.repeat(1000)}\n\n`.repeat(20)],
    ['brackets', `${'['.repeat(3000)}a${'](b)'.repeat(3000)}`],
    ['comments that do not end', 'x <!--'.repeat(5000)],
    ['sections that do not end', 'x <![CDATA['.repeat(5000)],
    ['instructions that do not end', 'x <?'.repeat(8000)],
    ['ticks of many lengths', lines(400, (at) => '`'.repeat(at + 1)).replaceAll('\n', ' ')],
  ])('%s', (_, text) => {
    expect(isExtreme(text)).toBe(true);
  });
});

describe('READMEs that are merely large are not', () => {
  it.each([
    ['nothing', ''],
    ['prose', '**Lorem** _ipsum_ `dolor` [sit](amet).\n\n'.repeat(5000)],
    ['a list without empty lines', lines(4000, (at) => `- **${at}** _is_ [a number](https://example.org/${at}_x)`)],
    ['a table', `| a | b |\n|---|:-:|\n${'| **x** | [y](https://example.org/y_z) `T` |\n'.repeat(4000)}`],
    ['a table without outer lines', `a | b\n--- | ---\n${'*x* | _y_\n'.repeat(4000)}`],
    ['badges', '[![build](https://example.org/b_c.svg)](https://example.org/d)\n'.repeat(200)],
    ['rules', `${'-'.repeat(5000)}\n\n${'*'.repeat(5000)}\n\n${'* '.repeat(3000)}\n\n${'- - -\n\n'.repeat(500)}`],
    ['headings that are underlined', `Title\n${'='.repeat(5000)}\n`],
    ['pictures of letters', `\`\`\`text\n${`${'* _'.repeat(40)}\n`.repeat(200)}\`\`\``],
    ['pictures of letters that no block is around', lines(20, (at) => `  *${'_'.repeat(60)}${at}*${' '.repeat(20)}*`)],
    ['code', `~~~rust\n${'let x: Vec<Option<T>> = **y; // [z] <!--\n'.repeat(4000)}~~~`],
    ['types in lines of code', 'Takes `Vec<T>` or `Option<Box<dyn Fn(*const u8)>>`. '.repeat(1000)],
    ['elements that are closed', '<div align="center"><b>x</b><br></div>\n'.repeat(3000)],
    ['elements whose end nobody writes', '<ul>\n<li>x\n<li><p>y<br>\n</ul>\n<img src="x.png">\n'.repeat(1000)],
    ['comments', '<!-- one -->\ntext <!-- two -->\n'.repeat(2000)],
    ['quotes', '> One said\n> > that another\n> > > said it.\n\n'.repeat(2000)],
    ['lists in lists', lines(3000, (at) => `${'  '.repeat(at % 6)}- x`)],
    ['lines that end as on Windows', '# Title\r\n\r\n*Text*\r\n\r\n'.repeat(3000)],
  ])('%s', (_, text) => {
    expect(isExtreme(text)).toBe(false);
  });
});

it('looking takes no time itself', () => {
  const texts = ['`', '<', '<a ', '> ', '[', ' ', '\t', '-', '- ', '- x', '1. ', '`a``', '<!', '|', '|-', '~'];
  const start = performance.now();
  for (const text of texts) isExtreme(`${text.repeat((512 * 1024) / text.length)}x`);
  expect(performance.now() - start).toBeLessThan(2000);
});
