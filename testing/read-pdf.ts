/**
 * A reader of what pdfkit writes when it does not compress: objects, and texts by way of each font's map to Unicode
 * (ISO 32000-1, 9.10.3).
 */
export function readPdf(bytes: Buffer) {
  const file = bytes.toString('latin1')
  const objects = new Map(
    [...file.matchAll(/(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, number = '', body = '']) => [
      number,
      body,
    ]),
  )
  const body = (number: string | undefined) => objects.get(number ?? '') ?? ''
  const lettersOf = (font: string) => {
    const map = body(/\/ToUnicode (\d+) 0 R/.exec(font)?.[1])
    const ranges = [...map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/g)]
    return new Map(
      ranges.flatMap(([, from = '0', all = '']) =>
        [...all.matchAll(/<([0-9a-f ]*)>/g)].map(
          ([, hex = ''], place) => [parseInt(from, 16) + place, hex] as const,
        ),
      ),
    )
  }
  const pages = [...objects.values()]
    .filter((object) => /\/Type \/Page\b(?!s)/.test(object))
    .map((object) => {
      const resources = body(/\/Resources (\d+) 0 R/.exec(object)?.[1])
      const fonts = new Map(
        [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = '', number]) => [
          name,
          lettersOf(body(number)),
        ]),
      )
      let letters = new Map<number, string>()
      let said = ''
      for (const [, font, shown] of body(/\/Contents (\d+) 0 R/.exec(object)?.[1]).matchAll(
        /\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g,
      )) {
        if (font) letters = fonts.get(font) ?? letters
        else
          said +=
            [...(shown ?? '').matchAll(/<([0-9a-f]+)>/g)]
              .map(([, hex = '']) =>
                (hex.match(/.{4}/g) ?? [])
                  .map((one) =>
                    String.fromCharCode(
                      ...((letters.get(parseInt(one, 16)) ?? '').match(/.{4}/g) ?? []).map((each) =>
                        parseInt(each, 16),
                      ),
                    ),
                  )
                  .join(''),
              )
              .join('') + '\u0001'
      }
      return said
    })
  const tags = [...file.matchAll(/^\/S \/(\w+)$/gm)].map((found) => found[1])
  return { file, pages, tags, text: pages.join('\n').replaceAll('\u0001', '') }
}
