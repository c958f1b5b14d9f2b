/** The words of the live draft, in the reader's language: the messages under `liveDraft`. */
export type LiveWords = {
  standings: Record<
    'connecting' | 'saved' | 'saving' | 'unconfirmed' | 'refused' | 'ended' | 'offline' | 'offlineKept',
    string
  >
  ended: Record<'signed-out' | 'not-yours' | 'gone' | 'outdated', string>
  endedKept: string
  reload: string
  refused: string
  readOnly: string
  circulated: string
  circulatedText: string
  approved: string
  noConnection: string
  plainForm: string
  alone: string
  here: string
  inItem: string
  writingHere: string
  colours: string
  picturesLeft: string
  tooLong: string
  pasteInParts: string
  toolbar: string
  signs: Record<'bold' | 'italic' | 'strike', string>
  tools: Record<
    | 'bold'
    | 'italic'
    | 'strike'
    | 'heading'
    | 'bulletList'
    | 'orderedList'
    | 'blockquote'
    | 'link'
    | 'table'
    | 'insert'
    | 'undo'
    | 'redo'
    | 'rowAfter'
    | 'rowGone'
    | 'columnAfter'
    | 'columnGone'
    | 'tableGone'
    | 'comment'
    | 'suggest',
    string
  >
  comments: Record<
    | 'text'
    | 'reason'
    | 'replacement'
    | 'replacementHint'
    | 'about'
    | 'send'
    | 'sendSuggestion'
    | 'sending'
    | 'cancel'
    | 'unreachable'
    | 'selectFirst'
    | 'sent'
    | 'marked',
    string
  >
  linkAddress: string
  linkSet: string
  linkGone: string
  linkWrong: string
  insert: Record<
    | 'title'
    | 'empty'
    | 'resolution'
    | 'action'
    | 'heading'
    | 'bulletList'
    | 'orderedList'
    | 'quotation'
    | 'table'
    | 'hint',
    string
  >
  groups: Record<'agreements' | 'blocks' | 'quotations' | 'references', string>
  agreement: Record<
    | 'text'
    | 'kind'
    | 'seat'
    | 'noSeat'
    | 'dueOn'
    | 'proposal'
    | 'noProposal'
    | 'remove'
    | 'removed'
    | 'added',
    string
  >
  kinds: Record<string, string>
  add: Record<string, string>
}
