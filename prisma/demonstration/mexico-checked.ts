import planFour from './mexico-plan-4.json' with { type: 'json' }

// What the compilation of the fourth plan had said more surely than its sources do. The practice table keeps the plan as it was compiled;
// the record says of each value where it was read, and nothing from memory.

type Commitment = (typeof planFour)[number]
type Kept = {
  field: string
  value: Commitment['statements'][number]['value'] | { es: string; en: string }
  source: string | null
  sure: string
  note: string | null
}

/** Commitments whose own page at OGP was read. */
const readAtOgp: Record<number, string> = {
  1: 'ogp-mx0075',
  2: 'ogp-mx0076',
  5: 'ogp-mx0079',
  10: 'ogp-mx0084',
  13: 'ogp-mx0087',
}

/** Titles in Spanish that OGP’s own pages give. */
const atOgp: Record<number, { title: string; source: string }> = {
  10: {
    title: 'Transparencia de la gestión forestal, del agua y de la pesca',
    source: 'ogp-mx0084-es',
  },
  13: { title: 'Estrategia subnacional de gobierno abierto', source: 'ogp-mx0087-es' },
}

export function checked(commitment: Commitment) {
  const { number, title, participants } = commitment
  const statements = (commitment.statements as Kept[])
    .filter(({ sure, field }) => sure !== 'memory' || field === 'title-es')
    .map((statement) => asRead(number, statement))
  const titled = statements.find(({ field }) => field === 'title-es')?.value
  return {
    ...commitment,
    title: { en: title.en, ...(typeof titled === 'string' && { es: titled }) },
    // OGP names them as the two parties that work on it, and not as those responsible.
    participants: participants.map((participant) =>
      number === 8 ? { ...participant, sure: 'derived' } : participant,
    ),
    statements,
  }
}

function asRead(number: number, statement: Kept): Kept {
  switch (statement.field) {
    case 'title-es':
      return titleOf(number, statement)
    case 'ends-on': {
      const own = readAtOgp[number]
      if (own) return { ...statement, source: own }
      const note =
        'Es el fin en todos los textos de compromiso que se leyeron (1, 2, 5, 10 y 13); el de este no se leyó.'
      return { ...statement, sure: 'derived', note }
    }
    case 'extended-to':
      return {
        ...statement,
        sure: 'derived',
        note: 'El informe extiende el plan; no nombra sus compromisos por separado.',
      }
    case 'decided-by':
      return {
        ...statement,
        value: {
          es: 'El Comité Coordinador, de manera consensuada.',
          en: 'The Coordinating Committee, in a consensual manner.',
        },
        note: 'Comentarios de la SFP del 27 de febrero de 2023, que el informe recoge en su nota 2.',
      }
    case 'context':
      return {
        ...statement,
        value: {
          es:
            'El informe nombra el decreto que ordenó eliminar fideicomisos entre las agendas que surgieron ' +
            'durante el plan. No dice que fuera la razón del Comité.',
          en:
            'The report names the decree that ordered trusts to be eliminated among the agendas that emerged ' +
            'during the plan. It does not say that it was the Committee’s reason.',
        },
      }
    default:
      return statement
  }
}

function titleOf(number: number, statement: Kept): Kept {
  const found = atOgp[number]
  if (found)
    return {
      ...statement,
      value: found.title,
      source: found.source,
      sure: 'read',
      note: 'Traducción de OGP de su título breve; no es el título del plan.',
    }
  if (statement.sure === 'memory')
    return {
      ...statement,
      value: null,
      source: null,
      sure: 'unknown',
      note: 'Se recordaba un título que no se pudo verificar en ninguna fuente; no se usa.',
    }
  return statement.source === 'milenio'
    ? { ...statement, sure: 'press', note: 'Redacción de la prensa; el título oficial no se leyó.' }
    : statement
}
