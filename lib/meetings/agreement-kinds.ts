// Alone, for the editor's page: what else the rules need weighs a fifth of all that it loads.
export const agreementKinds = ['resolution', 'action'] as const
export type AgreementKind = (typeof agreementKinds)[number]
