import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { MarkdownBody } from './markdown-body'

const shown = (text: string) => renderToStaticMarkup(<MarkdownBody text={text} />)

describe('what a person wrote', () => {
  it('shows HTML as the letters that were typed', () => {
    expect(shown('Antes <script>alert(1)</script> y <b onclick="x()">después</b>')).toBe(
      '<p>Antes &lt;script&gt;alert(1)&lt;/script&gt; y &lt;b onclick=&quot;x()&quot;&gt;después&lt;/b&gt;</p>',
    )
    expect(shown('<img src=x onerror=alert(1)>')).not.toContain('<img')
  })

  it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,<script>', 'vbscript:x'])(
    'leads nowhere for %s',
    (address) => {
      expect(shown(`[aquí](<${address}>)`)).not.toMatch(/href="[^"]/)
    },
  )

  it('makes a link of a picture, and words of one inside a link', () => {
    expect(shown('![La sala](https://example.org/sala.png)')).toBe(
      '<p><a href="https://example.org/sala.png" rel="noopener noreferrer nofollow ugc">La sala</a></p>',
    )
    expect(
      shown('[![La sala](https://example.org/sala.png)](https://example.org)').match(/<a /g),
    ).toHaveLength(1)
  })

  it("keeps its headings below the page's own", () => {
    expect(shown('# Uno\n\n## Dos\n\n###### Seis')).toMatch(
      /^<h4>Uno<\/h4>\n<h4>Dos<\/h4>\n<h6>Seis<\/h6>$/,
    )
  })

  it('writes the boxes of a list of tasks as signs, for nobody can tick them', () => {
    expect(shown('- [x] hecho\n- [ ] por hacer')).not.toContain('<input')
    expect(shown('- [x] hecho\n- [ ] por hacer')).toMatch(/☑ hecho[\s\S]*☐ por hacer/)
  })

  it('keeps the footnotes of two texts on one page apart', () => {
    const page = renderToStaticMarkup(
      <>
        <MarkdownBody text={'Uno[^1]\n\n[^1]: nota'} />
        <MarkdownBody text={'Dos[^1]\n\n[^1]: otra'} />
      </>,
    )
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((found) => found[1])
    expect(new Set(ids).size).toBe(ids.length)
  })
})
