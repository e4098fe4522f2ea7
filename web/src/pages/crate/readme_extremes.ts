/**
 * Which READMEs are shown as they were written, because to parse them would stop the page. Pure, and linear in the text.
 *
 * The parsers need time by the square of the marks in one paragraph, and call themselves for each level of nesting. People write a
 * tenth of what is allowed here at most; who wants to harm writes more. It is an estimate: what gets past it and fails is caught by
 * the page (ReadmeBoundary.tsx).
 */

/** Elements that are open at the same time. */
const kMostOpenElements = 300;
/** Quotes and lists in each other that nobody counts as extreme, and how many levels more all lines together may have. */
const kUsualDepth = 10;
const kMostExtraDepth = 1_000;
/** The sum of the squares of the marks of each paragraph: one paragraph with two thousand. */
const kMostMarkWork = 4_000_000;
/** Paragraphs with fewer marks are read at once. */
const kFewMarks = 50;
/** What begins and does not end is looked for through the whole paragraph, each time that it begins. */
const kMostSearchWork = 5_000_000;
/** To look for the end of what is no code takes this much longer. */
const kMarkupWeight = 5;

const kContainers = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t])))+/;
const kContainer = />|[-+*]|\d+[.)]/g;
const kRule = /^[ \t]*([-*_=])(?:[ \t]*\1)*[ \t]*$/;
const kFence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const kDelimiterRow = /^[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const kTag = /<(\/?)([a-z][a-z0-9-]*)(?:\s[^<>]*)?(\/?)>/gi;
/** They have no end, or end when the next one begins: lists and tables are often written so. */
const kEndingThemselves = new Set(
  (
    'area base br col embed hr img input link meta param source track wbr ' +
    'p li dt dd tr td th thead tbody tfoot option optgroup'
  ).split(' '),
);

export function isExtreme(text: string): boolean {
  const limits = new Limits();
  let fence = '';
  for (const line of text.split(/\r\n|\n|\r/)) {
    const marker = kFence.exec(line)?.[1] ?? '';
    if (fence !== '') {
      // Nothing in a block of code is a mark.
      if (marker.startsWith(fence) && line.trim() === marker) fence = '';
    } else if (marker !== '') {
      limits.endParagraph();
      fence = marker;
    } else {
      limits.read(line);
    }
    if (limits.isExceeded) return true;
  }
  limits.endParagraph();
  return limits.isExceeded;
}

class Limits {
  isExceeded = false;
  private openElements = 0;
  private extraDepth = 0;
  private markWork = 0;
  private searchWork = 0;
  private isTable = false;
  private paragraph: string[] = [];

  read(line: string): void {
    if (line.trim() === '') {
      this.endParagraph();
      return;
    }
    if (kRule.test(line)) return; // ---- and * * * are no nesting and no marks
    this.measureDepth(line);
    // The cells of a table are paragraphs of their own, however long it is; so are the items of a list.
    if (line.includes('|') && kDelimiterRow.test(line)) {
      this.endParagraph();
      this.isTable = true;
    } else if (this.isTable) {
      for (const cell of line.split('|')) this.measureMarks(cell);
    } else {
      if (/^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]/.test(line)) this.endParagraph();
      this.paragraph.push(line);
    }
  }

  endParagraph(): void {
    this.isTable = false;
    if (this.paragraph.length === 0) return;
    this.measureMarks(this.paragraph.join('\n'));
    this.paragraph = [];
  }

  /** How deep a line stands in quotes and lists, by its markers and by what it is indented. */
  private measureDepth(line: string): void {
    const prefix = kContainers.exec(line)?.[0];
    if (prefix === undefined) return;
    const markers = prefix.match(kContainer)?.length ?? 0;
    const indented = (line.length - line.trimStart().length) / 2;
    this.extraDepth += Math.max(0, markers + indented - kUsualDepth);
    if (this.extraDepth > kMostExtraDepth) this.isExceeded = true;
  }

  private measureMarks(paragraph: string): void {
    const tickLengths = new Set((paragraph.match(/`+/g) ?? []).map(({ length }) => length));
    // Names of types in code, as `Vec<T>`, are no elements, and pointers no stars.
    const outside = paragraph.replace(/`[^`]*`/g, '');
    const unclosed =
      excess(outside, /<!--/g, /-->/g) +
      excess(outside, /<!\[CDATA\[/g, /\]\]>/g) +
      excess(outside, /<![a-z]/gi, />/g) +
      excess(outside, /<\?/g, /\?>/g);
    this.searchWork += paragraph.length * (tickLengths.size + kMarkupWeight * unclosed);
    const marks = count(outside, /[*_~[]/g);
    if (marks > kFewMarks) this.markWork += marks * marks;
    for (const [, closing, name, selfClosing] of outside.matchAll(kTag)) {
      if (selfClosing === '/' || kEndingThemselves.has(name!.toLowerCase())) continue;
      this.openElements = Math.max(0, this.openElements + (closing === '/' ? -1 : 1));
      if (this.openElements > kMostOpenElements) this.isExceeded = true;
    }
    if (this.searchWork > kMostSearchWork || this.markWork > kMostMarkWork) this.isExceeded = true;
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

function excess(text: string, begin: RegExp, end: RegExp): number {
  return Math.max(0, count(text, begin) - count(text, end));
}
