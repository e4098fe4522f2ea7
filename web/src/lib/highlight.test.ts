import { describe, expect, it } from 'vitest';
import { grammarOf, loadHighlighter, tokensOf } from './highlight';

describe('highlighting', () => {
  it('makes data of what highlight.js writes', () => {
    expect(
      tokensOf('a <span class="hljs-string">&quot;&lt;b&gt;<span class="hljs-subst">&#x27;</span></span>;'),
    ).toEqual([
      { text: 'a ', kind: '' },
      { text: '"<b>', kind: 'string' },
      { text: "'", kind: 'subst' },
      { text: ';', kind: '' },
    ]);
  });

  it('loses no character, whatever the code', async () => {
    const code = '[registries.x]\nindex = "sparse+<&\'>" # </span><script>alert(1)</script>\n&amp; &lt;';
    for (const language of ['toml', 'shell', 'rust', 'markdown', 'html', 'yaml']) {
      const highlight = await loadHighlighter(language)!;
      expect(
        highlight(code)
          .map(({ text }) => text)
          .join(''),
      ).toBe(code);
    }
  });

  it('knows what it does not know', () => {
    expect(grammarOf('TOML')).toBe('ini');
    for (const language of ['text', 'klingon', 'constructor', '__proto__']) {
      expect(loadHighlighter(language)).toBeUndefined();
    }
  });
});
