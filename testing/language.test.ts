import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'

// One word for each thing, and none of these for it. What is listed was once said, and understood by few.

type Words = { [name: string]: string | Words }

/** Each sentence that a person sees, by its key. */
function sentencesIn(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[path + name, value]] : sentencesIn(value, `${path}${name}.`),
  )
}

const sentences = (locale: 'es' | 'en') =>
  sentencesIn(
    JSON.parse(
      readFileSync(resolve(import.meta.dirname, `../messages/${locale}.json`), 'utf8'),
    ) as Words,
  ).map(([key, text]) => ({
    key,
    // The product's name, the names of a message's parts and its tags are not words of a sentence.
    text: text
      .replaceAll(/Mesas? Abiertas?/g, '')
      .replaceAll(/<\/?\w+>/g, '')
      // The branches of a choice are named by words of the code.
      .replaceAll(/(?<=(?:select,|\}) )[\w-]+ (?=\{)/g, ' ')
      .replaceAll(/\{\w+(, (?:plural|select|selectordinal),)?/g, ' '),
  }))

type Not = { word: RegExp; say: string; but?: RegExp }

const notInSpanish: Not[] = [
  { word: /asent(ad[oa]s?|ar|ó|aron)(?!\p{L})/u, say: 'registrar' },
  { word: /(?<!\p{L})actas?(?!\p{L})/u, say: 'minuta' },
  { word: /(?<!\p{L})libros?(?!\p{L})/u, say: 'la secretaría; la bitácora' },
  { word: /(?<!\p{L})mesas?(?!\p{L})/u, say: 'foro; escritorio' },
  { word: /postura/u, say: 'posición' },
  { word: /con disculpa/u, say: 'ausencia justificada' },
  { word: /(?<!\p{L})ligas?(?!\p{L})/u, say: 'enlace; de un texto, huella' },
  { word: /sólo/u, say: 'solo' },
  { word: /retom(a|ó|ada|ar)(?!\p{L})/u, say: 'reanudar' },
  { word: /(?<!\p{L})const(a|aba|an|ar)(?!\p{L})/u, say: 'registrar; «las fuentes no lo dicen»' },
  { word: /qued(a|ó) dicho/u, say: 'registrado' },
  { word: /(tome|tomar|tomando) (la )?asistencia/u, say: 'pasar lista' },
  { word: /cabecera|(?<!\p{L})la cabeza|encabezado firmado/u, say: 'punto de control' },
  { word: /despert/u, say: 'reactivar' },
  { word: /(?<!fes? de )erratas?(?!\p{L})/u, say: 'fe de erratas' },
  { word: /(pasó|pasaron) su día/u, say: 'venció' },
  { word: /las claves|la clave|^claves/u, say: 'llave; de una gráfica, simbología' },
  { word: /hasta dónde va/u, say: 'reportar avance' },
  { word: /escucha solo/u, say: 'se abre solo' },
  { word: /(?<!\p{L})(tú|tus|ti|contigo|puedes|quieres|tienes|debes|haz)(?!\p{L})/u, say: 'usted' },
  { word: /\p{L}@s?(?!\p{L})|l[@x]s /u, say: 'sin arrobas ni equis' },
]

const notInEnglish: Not[] = [
  { word: /\btables?\b/, say: 'forum', but: /^(liveDraft\.|.*asTable$)/ },
  { word: /\bbook\b/, say: 'minutes; the secretary; log' },
  { word: /tak(e|en|es|ing) down|took down/, say: 'record; remove' },
  { word: /\bwoken?\b|\bwak(e|es|ing)\b/, say: 'reactivate' },
  { word: /put to rest/, say: 'paused' },
  { word: /\btitular/, say: 'principal' },
  { word: /\bthe head of the log|signed head/, say: 'checkpoint' },
  { word: /\b(digest|hash)(es)?\b/, say: 'fingerprint' },
  { word: /passed (its|their) day/, say: 'overdue' },
  { word: /by the sources/, say: 'according to the sources' },
  { word: /what waits\b(?! for you)/, say: 'waiting for you' },
  { word: /is no day that exists/, say: 'isn’t a valid date' },
  { word: /log is well/, say: 'the log is consistent' },
  { word: /of what the log says/, say: 'from the log' },
]

it.each([
  ['es', notInSpanish],
  ['en', notInEnglish],
] as const)('%s says none of the words that are not used', (locale, words) => {
  const all = sentences(locale)
  expect(all.length).toBeGreaterThan(4000)
  const faults = all.flatMap(({ key, text }) =>
    words
      .filter(({ word, but }) => word.test(text.toLowerCase()) && !but?.test(key))
      .map(({ say }) => `${key}: «${text.trim().slice(0, 120)}» → ${say}`),
  )
  expect(faults).toEqual([])
})

it.each([
  ['es', notInSpanish],
  ['en', notInEnglish.filter(({ say }) => say !== 'forum')],
] as const)('and neither does the guide in %s', (locale, words) => {
  const guide = readFileSync(resolve(import.meta.dirname, `../docs/guide/${locale}.md`), 'utf8')
  const parts = guide.split(/\n\n|\n(?=- |\d+\. |\|)/).map((part) =>
    part
      .replaceAll(/\s+/g, ' ')
      .replaceAll(/`[^`]*`|\]\([^)]*\)/g, '')
      .replaceAll(/Mesas? Abiertas?/g, '')
      .toLowerCase(),
  )
  expect(parts.length).toBeGreaterThan(150)
  expect(
    parts.flatMap((part) =>
      words.filter(({ word }) => word.test(part)).map(({ say }) => `${part} → ${say}`),
    ),
  ).toEqual([])
})

it('a count in a sentence has its plural: a number that a person reads is never followed by one form alone', () => {
  const bare = /\{(count|many|days|seats|acts|size)\} (?!de\b|of\b)\p{L}+s\b/u
  // Scripts of a page fill in numbers and know no plurals; and no act is too large with one byte.
  const withoutPlurals = /^(verify\.script|witnesses\.browser\.script|liveDraft|errors\.actTooLarge)/
  for (const locale of ['es', 'en'] as const) {
    const words = JSON.parse(
      readFileSync(resolve(import.meta.dirname, `../messages/${locale}.json`), 'utf8'),
    ) as Words
    expect(
      sentencesIn(words)
        .filter(([key, text]) => bare.test(text) && !withoutPlurals.test(key))
        .map(([key]) => key),
    ).toEqual([])
  }
})
