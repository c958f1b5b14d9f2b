/**
 * After an action that leads elsewhere, Next has gone there already and still throws, so that the page is torn down and drawn anew
 * (RedirectErrorBoundary): that would take away what was pressed meanwhile, and what stands in every other form of the page.
 */
export function isFollowed(error: unknown): boolean {
  return (
    error instanceof Error &&
    'handled' in error &&
    String((error as { digest?: unknown }).digest).startsWith('NEXT_REDIRECT')
  )
}
