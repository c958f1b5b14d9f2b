import { existsSync, readFileSync } from 'node:fs'

/**
 * Conformance vectors of transparency-dev (merkle, formats, tessera), golang/mod, FiloSottile/sunlight, cyberphone/json-
 * canonicalization and C2SP/CCTV. They lie beside the project where it is developed; where they do not, our own golden bytes
 * stand alone.
 */
const file = new URL('../../../shared/log-vectors.json', import.meta.url)

type Wanted = { want: string }

export type PolicyMember = string | { threshold: number; members: PolicyMember[] }

export type Vectors = {
  rfc6962_hasher: {
    cases: {
      name: string
      kind: string
      data_hex?: string
      left_hex?: string
      right_hex?: string
      want_hex: string
    }[]
  }
  rfc6962_tree8: {
    leaves_hex: string[]
    complete_subtree_hashes_by_level_hex: string[][]
    root_by_size_hex: string[]
  }
  inclusion_probes: {
    cases: {
      leafIdx: number
      treeSize: number
      root: string
      leafHash: string
      proof: string[] | null
      desc: string
      wantErr: boolean
    }[]
  }
  consistency_probes: {
    cases: {
      size1: number
      size2: number
      root1: string
      root2: string
      proof: string[] | null
      desc: string
      wantErr: boolean
    }[]
  }
  signed_note: {
    cases: (Wanted & {
      name: string
      note: string
      trusted_vkeys: string[]
      verified?: string[]
      encoding?: string
    })[]
    vkeys: (Wanted & { vkey: string; sig_type?: number })[]
    signing_key: { text: string; want_signature_line: string; [field: string]: string }
  }
  checkpoint_body: { cases: (Wanted & { name: string; body: string })[] }
  tlog_proof_text: {
    marshal: {
      index: number
      hashes_sha256_of: string[]
      extra?: string
      checkpoint: string
      want: string
    }[]
    must_reject: { name: string; text: string }[]
  }
  tile_paths: {
    tile: { level: number; index: number; partial: number; path: string }[]
    entries_for_index: { index: string; log_size: string; path: string }[]
    must_reject: string[]
    layout_of_size: { size: number; levels: { level: number; full: number; partial: number }[] }[]
  }
  tiled_log_15: {
    vkey: string
    entries_utf8: string[]
    checkpoints: string[]
    tile_0_000_p_b64: Record<string, string>
    entries_000_p_b64: Record<string, string>
  }
  witness_add_checkpoint_sequence: {
    origin: string
    log_public_key_hex: string
    steps: {
      step: string
      body: string
      want_status: number
      want_status_any?: number[]
      reference_body_contains: string
    }[]
  }
  tlog_policy: {
    cases: (Wanted & { name: string; policy: string; top_threshold?: number })[]
    satisfaction: {
      note_text: string
      cases: { threshold: number; members: PolicyMember[]; signed_by: string[]; satisfied: boolean }[]
    }
  }
  jcs_rfc8785: {
    cases: { name: string; input: string; want_hex: string }[]
    numbers: { cases: [string, string][]; must_reject: [string, string][] }
  }
  ed25519_edge_cases: {
    cases: { number: number; key: string; sig: string; msg: string; flags: string[] | null }[]
  }
  cosignature_v1_timestamp: { cases: { sig_base64: string; want_unix?: number; want?: string }[] }
  tree_100: {
    root_by_size_hex: string[]
    inclusion: { index: number; size: number; proof_b64: string[] }[]
    consistency: { old: number; new: number; proof_b64: string[] }[]
  }
}

export const vectors: Vectors | null = existsSync(file)
  ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors)
  : null

export function unhex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
