import next from 'eslint-config-next/core-web-vitals'
import typescript from 'eslint-config-next/typescript'

const config = [
  {
    ignores: [
      '.next/',
      '.data/',
      'lib/db/generated/',
      'next-env.d.ts',
      'playwright-report/',
      'test-results/',
    ],
  },
  ...next,
  ...typescript,
  {
    rules: {
      // The portal is sent without scripts: there, next/link is a link that has lost its purpose.
      '@next/next/no-html-link-for-pages': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {
          argsIgnorePattern: '^_',
          varsIgnorePattern: '^_',
          ignoreRestSiblings: true,
        },
      ],
      'import/no-anonymous-default-export': 'off',
      // What nobody foresaw goes to the server's log; all else is said on a page.
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportDefaultDeclaration',
          message: 'Named exports: a thing has one name everywhere.',
        },
      ],
      // What is sorted may be somebody else's: an answer of the database is shared by all pages of its
      // version (lib/act/once.ts).
      'no-restricted-properties': [
        'error',
        { property: 'sort', message: 'toSorted leaves what it sorts as it was.' },
        { property: 'reverse', message: 'toReversed leaves what it turns round as it was.' },
      ],
      eqeqeq: 'error',
      // Three ways are read one after the other. A function is read at a glance; where one is longer, its
      // line says why.
      'no-nested-ternary': 'error',
      'max-lines-per-function': ['error', { max: 80 }],
      'prefer-const': 'error',
    },
  },
  // Next, Vitest, Playwright and the tools ask for a default export here.
  {
    files: ['app/**', '*.config.*', 'testing/{vitest,playwright}-server.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  // The terminal is where these speak.
  { files: ['scripts/**', 'stranger/**', 'testing/**', 'bench/**'], rules: { 'no-console': 'off' } },
  // What is told there is a story: its steps are named by the tests themselves.
  {
    files: ['**/*.test.{ts,tsx}', 'e2e/**'],
    rules: { 'max-lines-per-function': 'off' },
  },
  // One file, read by strangers and run by whatever Node they have: nothing is shared there.
  { files: ['stranger/**'], rules: { 'no-restricted-properties': 'off' } },
  // No React here: a function named `use` is no hook.
  {
    files: ['{lib,prisma,scripts,server,testing,stranger,bench,e2e}/**'],
    rules: { 'react-hooks/rules-of-hooks': 'off' },
  },
]

export default config
