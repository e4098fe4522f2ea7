import { MantineProvider } from '@mantine/core';
import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import Markdown from './Markdown';
import { isExtreme } from './readme_extremes';

vi.mock(import('./readme_extremes'), async (original) => {
  const { isExtreme: real } = await original();
  return { isExtreme: vi.fn(real) };
});

const name = { namespace: 'acme', repository: 'tools', crate: 'pot', version: '1.0.0' };

beforeAll(() => {
  // What Mantine and the router ask of a browser that jsdom has not.
  window.matchMedia = vi.fn().mockReturnValue({ matches: false, addEventListener() {}, removeEventListener() {} });
  window.scrollTo = vi.fn();
});
afterEach(cleanup);

async function show(text: string, path = 'README.md'): Promise<HTMLElement> {
  const rootRoute = createRootRoute({
    component: () => (
      <MantineProvider env="test">
        <div data-testid="readme">
          <Markdown text={text} path={path} name={name} />
        </div>
      </MantineProvider>
    ),
  });
  const router = createRouter({ routeTree: rootRoute, history: createMemoryHistory({ initialEntries: ['/'] }) });
  render(<RouterProvider router={router as never} />);
  return screen.findByTestId('readme');
}

describe('a README', () => {
  it('leads to files of its version, to its headings and elsewhere', async () => {
    const readme = await show('# How to\n\n[a](src/a%20b.rs#L3) [b](#how-to) [c](https://example.org/)');
    const links = [...readme.querySelectorAll('p a')].map((link) => link.getAttribute('href'));
    expect(links[0]).toMatch(/acme\/tools\/@pot\/1\.0\.0\/files\/src\/a%20b\.rs#L3$/);
    expect(links[1]).toBe('/#how-to');
    expect(links[2]).toBe('https://example.org/');
    expect(readme.querySelector('h2')?.id).toBe('user-content-how-to');
  });
  it('shows images of its version, and links to others', async () => {
    const readme = await show(
      '![ours](img/x.png) ![theirs](https://example.org/y.png) [![badge](//e.org/b.svg)](//e.org)',
    );
    const images = [...readme.querySelectorAll('img')];
    expect(images.map((image) => image.getAttribute('src'))).toEqual([
      '/v1/crates/acme/tools/pot/1.0.0/files/img/x.png',
    ]);
    expect(screen.getByText('theirs').getAttribute('href')).toBe('https://example.org/y.png');
    expect(screen.getByText('badge').closest('a')?.getAttribute('href')).toBe('https://e.org/');
    expect(readme.querySelector('a a')).toBeNull();
  });
  it('has foot notes that lead there and back', async () => {
    const readme = await show('A.[^1]\n\n[^1]: Note.');
    const [there, back] = [...readme.querySelectorAll('a[href*="#"]')].filter(
      (link) => link.id !== '' || link.textContent === '↩',
    );
    for (const link of [there, back]) {
      const id = `user-content-${link?.getAttribute('href')?.split('#')[1]}`;
      expect(readme.querySelector(`[id="${id}"]`)).not.toBeNull();
    }
  });
});

const kHostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src="javascript:alert(1)">',
  '<img srcset="https://evil.example/x.png 2x" src="https://evil.example/x.png">',
  '<picture><source srcset="https://evil.example/x.png"><img src="a.png"></picture>',
  '<svg onload=alert(1)><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
  '<iframe src="https://evil.example"></iframe><object data="x"></object><embed src="x">',
  '<a href="javascript:alert(1)">x</a> [x](javascript:alert(1)) [x](JaVaScRiPt:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:x) <javascript:alert(1)>',
  '<a href="java&#10;script:alert(1)">x</a><a href="&#1;javascript:alert(1)">x</a>',
  '<form action="https://evil.example"><input name=q><button formaction="javascript:alert(1)">x</button></form>',
  '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<link rel=stylesheet href="https://evil.example/x.css"><style>*{display:none}</style>',
  '<div style="position:fixed;inset:0" onclick="alert(1)" id="root" class="mantine-Modal-root">x</div>',
  '<p id="main" name="cookie">x</p>',
  '<details open ontoggle=alert(1)><summary>x</summary></details>',
  '<video src="https://evil.example" autoplay onplay=alert(1)></video><audio src=x></audio>',
  '[x]: javascript:alert(1)\n[x]',
  '![x](https://evil.example/track.gif)',
  '```"><script>alert(1)</script>\n</code></pre><script>alert(1)</script>\n```',
  '[![x](javascript:alert(1))](javascript:alert(1))',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
];

describe('a hostile README', () => {
  it.each(kHostile)('runs and loads nothing: %s', async (text) => {
    const readme = await show(text);
    const forbidden =
      'script, style, iframe, object, embed, form, button[formaction], base, meta, link, svg a, math, video, audio, source';
    expect(readme.querySelector(forbidden)).toBeNull();
    for (const element of readme.querySelectorAll('*')) {
      for (const { name: attribute, value } of element.attributes) {
        expect(attribute).not.toMatch(/^on|srcset|formaction/i);
        if (attribute === 'href') expect(value).toMatch(/^(https?:|mailto:|\/)/);
        if (attribute === 'src') expect(value).toMatch(/^\/v1\/crates\/acme\/tools\/pot\/1\.0\.0\/files\//);
        if (attribute === 'style') expect(value).not.toMatch(/fixed/);
        if (attribute === 'id' && !value.startsWith('mantine-')) expect(value).toMatch(/^user-content-/);
      }
    }
  });
});

describe('a README that cannot be laid out', () => {
  afterEach(() => void vi.restoreAllMocks());
  it.each(['<div>'.repeat(2000), '> '.repeat(2000), `a ${'*'.repeat(6000)}a${'*'.repeat(6000)}`])(
    'is shown as it was written, and at once (%#)',
    async (text) => {
      const start = performance.now();
      const readme = await show(text);
      expect(readme.querySelector('pre')?.textContent).toBe(text);
      expect(screen.getByText('This README is shown as it was written')).toBeInTheDocument();
      expect(performance.now() - start).toBeLessThan(3000);
    },
  );
  it('is shown as it was written when a parser fails at it', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    vi.mocked(isExtreme).mockReturnValue(false);
    const text = '<div>'.repeat(3000);
    const readme = await show(text);
    expect(readme.querySelector('pre')?.textContent).toBe(text);
  });
});
