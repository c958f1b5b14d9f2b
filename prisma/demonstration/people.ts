// The invented people of the practice table. Nobody of these names is meant, and no address under .example exists (RFC 2606).

type Text = { es: string; en: string }

export type DemonstrationPerson = {
  name: string
  email: string
  password: string
  /** the seat they are shown by, where they hold several */
  seat: Text
  body: Text
  sector: Text
}

/** Public, on purpose: it opens nothing but the demonstration, which listens on this machine alone. */
export const demonstrationPassword = 'practica-mesa-2026'

const civilSociety = { es: 'Sociedad civil', en: 'Civil society' }
const inai = { es: 'INAI', en: 'INAI' }
const sfp = { es: 'SFP', en: 'SFP' }
const observers = { es: 'Observación', en: 'Observers' }
const committee = { es: 'Comité Coordinador', en: 'Coordinating Committee' }
const groups = { es: 'Grupos de trabajo', en: 'Working groups' }

function person(
  key: string,
  name: string,
  seat: Text,
  body: Text,
  sector: Text,
): DemonstrationPerson & { key: string } {
  return {
    key,
    name,
    email: `${key}@practica.example`,
    password: demonstrationPassword,
    seat,
    body,
    sector,
  }
}

export const cast = [
  person(
    'mariana.escobedo',
    'Mariana Escobedo Luna',
    { es: 'Representante de sociedad civil', en: 'Representative of civil society' },
    committee,
    civilSociety,
  ),
  person(
    'tomas.aguirre',
    'Tomás Aguirre Ceh',
    { es: 'Correpresentante de sociedad civil', en: 'Co-representative of civil society' },
    committee,
    civilSociety,
  ),
  person(
    'jimena.orozco',
    'Jimena Orozco Tamez',
    {
      es: 'Suplente de la representación de sociedad civil',
      en: 'Alternate of the representative of civil society',
    },
    committee,
    civilSociety,
  ),
  person(
    'emilia.carrasco',
    'Emilia Carrasco Bell',
    {
      es: 'Integrante de grupos de trabajo; escribe en inglés',
      en: 'Member of working groups; writes in English',
    },
    groups,
    civilSociety,
  ),
  person(
    'andres.pacheco',
    'Andrés Pacheco Noh',
    { es: 'Integrante de grupos de trabajo', en: 'Member of working groups' },
    groups,
    civilSociety,
  ),
  person(
    'elvira.santoyo',
    'Elvira Santoyo Paz',
    { es: 'Comisionada del INAI', en: 'Commissioner of INAI' },
    committee,
    inai,
  ),
  person(
    'leticia.ek',
    'Leticia Ek Canul',
    { es: 'Suplente de la comisionada del INAI', en: 'Alternate of the commissioner of INAI' },
    committee,
    inai,
  ),
  person(
    'rogelio.campos',
    'Rogelio Campos Ibarra',
    { es: 'Director general del INAI', en: 'Director general, INAI' },
    committee,
    inai,
  ),
  person(
    'fernando.quintanar',
    'Fernando Quintanar Ríos',
    { es: 'Titular de la SFP; preside', en: 'Head of SFP; in the chair' },
    committee,
    sfp,
  ),
  person(
    'gabriela.montano',
    'Gabriela Montaño Silva',
    {
      es: 'Titular de unidad de la SFP y suplente de la presidencia',
      en: 'Head of unit, SFP, and alternate of the chair',
    },
    committee,
    sfp,
  ),
  person(
    'omar.villasenor',
    'Omar Villaseñor Cruz',
    { es: 'Secretaría técnica del Comité', en: 'Technical secretary of the Committee' },
    committee,
    sfp,
  ),
  person(
    'nayeli.cortes',
    'Nayeli Cortés Huerta',
    { es: 'Secretaría de grupos de trabajo', en: 'Secretary of working groups' },
    groups,
    sfp,
  ),
  person(
    'patricio.lozano',
    'Patricio Lozano Mier',
    {
      es: 'Observación del Mecanismo de Revisión Independiente',
      en: 'Observer of the Independent Reporting Mechanism',
    },
    committee,
    observers,
  ),
  person(
    'hugo.barrera',
    'Hugo Barrera Solís',
    {
      es: 'Dejó la unidad de la SFP a la mitad del año',
      en: 'Left the unit of SFP half way through the year',
    },
    committee,
    sfp,
  ),
] as const satisfies readonly (DemonstrationPerson & { key: string })[]

export const demonstrationPeople: DemonstrationPerson[] = cast.map(({ key: _key, ...shown }) => shown)
