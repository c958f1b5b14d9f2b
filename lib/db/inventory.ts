/**
 * Every table, in one of two lists; a test holds them against the schema and against the triggers in the catalogue. A row of a recorded
 * table changes only with an entry in its forum's log, and is compared by `npm run verify`.
 */
export const recordedTables = [
  'forum', 'sector', 'organisation', 'succession', 'body', 'seat', 'person', 'mandate',
  'proposal', 'proposal_version', 'position', 'decision', 'suspension',
  'plan', 'commitment', 'participant', 'status_change', 'finding', 'outside_event', 'sourced_statement',
  'meeting', 'agenda_item', 'attendance', 'minutes', 'minutes_version', 'observation', 'approval', 'agreement', 'erratum', 'erratum_approval',
  'roadmap_version', 'progress_report', 'evidence', 'evidence_judgement', 'link_capture', 'event_link', 'reassessment', 'descent', 'reading', 'assessment',
  'meeting_template', 'meeting_series', 'series_exception', 'erratum_item',
  'key_change', 'log_freeze',
  'witness', 'device',
] as const

export const unrecordedTables: Record<string, string> = {
  log_head: 'the log itself',
  log_entry: 'the log itself',
  log_payload: 'stands beside the log, and is checked against the commitments in its entries',
  log_checkpoint: 'signed heads of the log, checked against its tree',
  log_cosignature: 'what witnesses signed: whoever reads it checks it by their keys',
  history_line: 'derived from each entry when it is appended',
  act_key: 'answers to idempotency keys: says nothing that the entry does not',
  user: 'logins belong to the sign-in, not to the record',
  sign_in: 'logins belong to the sign-in, not to the record',
  invitation: 'logins belong to the sign-in, not to the record',
  calendar_address: 'how a calendar comes in for its owner: logins belong to the sign-in',
  sign_in_failure: 'slows guessing; forgotten after a while',
  draft_item: 'working paper of minutes: circulating them is the act',
  draft_revision: 'working paper of minutes: circulating them is the act',
  draft_agreement: 'working paper of minutes: circulating them is the act',
  draft_claim: 'working paper of minutes: circulating them is the act',
  draft_document: 'working paper of minutes: the text that several people write at once',
  draft_update: 'working paper of minutes: what was typed, as it was acknowledged',
  draft_author: 'working paper of minutes: whose letters are whose',
  draft_version: 'working paper of minutes: the draft as it stood',
  draft_comment: 'working paper of minutes: what is said about a passage',
  draft_session: 'how a session goes while it goes: what came of it is in the minutes',
  draft_session_item: 'minutes planned and spent on an item of a session',
  device_challenge: 'what a device was asked a moment ago: its answer stands in the entry',
  device_counter: 'how often a device has answered: the answers that bind stand in their entries',
  upload: 'a file on its way in: handing it in is the act',
  draft_roadmap: 'working paper of a roadmap: asking for it to be sealed is the act',
}
