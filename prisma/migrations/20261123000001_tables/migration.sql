-- CreateTable
CREATE TABLE "user" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "passwordHash" TEXT,
    "epoch" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in" (
    "id" UUID NOT NULL,
    "userId" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "startedAt" TIMESTAMPTZ(0) NOT NULL,
    "expiresAt" TIMESTAMPTZ(0) NOT NULL,
    "endedAt" TIMESTAMPTZ(0),

    CONSTRAINT "sign_in_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invitation" (
    "tokenHash" BYTEA NOT NULL,
    "userId" UUID NOT NULL,
    "expiresAt" TIMESTAMPTZ(0) NOT NULL,
    "usedAt" TIMESTAMPTZ(0),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "sign_in_failure" (
    "account" BYTEA NOT NULL,
    "failures" INTEGER NOT NULL,
    "lastAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_failure_pkey" PRIMARY KEY ("account")
);

-- CreateTable
CREATE TABLE "forum" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "kind" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "rules" JSONB NOT NULL,
    "foundedAt" TIMESTAMPTZ(0) NOT NULL,
    "openedAt" TIMESTAMPTZ(0),
    "forumId" UUID NOT NULL,

    CONSTRAINT "forum_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sector" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "hasPosition" BOOLEAN NOT NULL,
    "shape" TEXT NOT NULL,
    "hue" TEXT NOT NULL,
    "rank" INTEGER NOT NULL,

    CONSTRAINT "sector_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "organisation" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "name" JSONB NOT NULL,
    "shortName" TEXT,
    "invented" BOOLEAN NOT NULL,
    "endedOn" TEXT,
    "source" JSONB,

    CONSTRAINT "organisation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "succession" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "predecessorId" UUID NOT NULL,
    "successorId" UUID NOT NULL,
    "happenedOn" TEXT NOT NULL,
    "source" JSONB,

    CONSTRAINT "succession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "body" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "shortName" TEXT NOT NULL,
    "commitmentId" UUID,
    "since" TEXT,
    "until" TEXT,
    "source" JSONB,

    CONSTRAINT "body_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "seat" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "organisationId" UUID,
    "slug" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "function" TEXT NOT NULL,
    "voice" BOOLEAN NOT NULL,
    "required" BOOLEAN NOT NULL,
    "rank" INTEGER NOT NULL,
    "establishedOn" DATE NOT NULL,
    "endedOn" DATE,
    "source" JSONB,

    CONSTRAINT "seat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "name" TEXT,
    "email" TEXT,
    "invented" BOOLEAN NOT NULL,

    CONSTRAINT "person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mandate" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "personId" UUID NOT NULL,
    "capacity" TEXT NOT NULL,
    "fromOn" DATE NOT NULL,
    "untilOn" DATE,

    CONSTRAINT "mandate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" JSONB NOT NULL,
    "rank" INTEGER NOT NULL,
    "adoptedOn" TEXT,
    "startsOn" TEXT,
    "endsOn" TEXT,
    "extendedTo" TEXT,
    "invented" BOOLEAN NOT NULL,
    "source" JSONB,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "commitment" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "ogpId" TEXT,
    "title" JSONB NOT NULL,
    "objective" JSONB,
    "policyArea" TEXT,
    "origin" TEXT,
    "startsOn" TEXT,
    "endsOn" TEXT,
    "invented" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "statusSince" DATE,

    CONSTRAINT "commitment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "participant" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "organisationId" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "source" JSONB,

    CONSTRAINT "participant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "status_change" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "commitmentId" UUID NOT NULL,
    "from" TEXT,
    "to" TEXT NOT NULL,
    "decidedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "decisionId" UUID,
    "takenOver" BOOLEAN NOT NULL,
    "source" JSONB,
    "missing" JSONB,
    "meetingId" UUID,
    "reasonClass" TEXT,
    "conditions" JSONB,
    "reviewOn" DATE,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "status_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "finding" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "planId" UUID NOT NULL,
    "commitmentId" UUID,
    "author" TEXT NOT NULL,
    "measure" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "count" INTEGER,
    "note" JSONB,
    "source" JSONB NOT NULL,
    "sure" TEXT NOT NULL,

    CONSTRAINT "finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outside_event" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "happenedOn" TEXT NOT NULL,
    "what" JSONB NOT NULL,
    "source" JSONB NOT NULL,

    CONSTRAINT "outside_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sourced_statement" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "subject" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "value" JSONB,
    "source" TEXT,
    "sure" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "sourced_statement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_head" (
    "forumId" UUID NOT NULL,
    "size" INTEGER NOT NULL,
    "recordedAt" TIMESTAMPTZ(0),
    "xid" TEXT,

    CONSTRAINT "log_head_pkey" PRIMARY KEY ("forumId")
);

-- CreateTable
CREATE TABLE "log_entry" (
    "forumId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "leaf" BYTEA NOT NULL,

    CONSTRAINT "log_entry_pkey" PRIMARY KEY ("forumId","index")
);

-- CreateTable
CREATE TABLE "log_payload" (
    "forumId" UUID NOT NULL,
    "commitment" BYTEA NOT NULL,
    "index" INTEGER NOT NULL,
    "salt" BYTEA,
    "value" TEXT,
    "open" BOOLEAN NOT NULL,
    "erasedAt" TIMESTAMPTZ(0),

    CONSTRAINT "log_payload_pkey" PRIMARY KEY ("forumId","commitment")
);

-- CreateTable
CREATE TABLE "history_line" (
    "forumId" UUID NOT NULL,
    "index" INTEGER NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "fields" JSONB NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "happenedOn" DATE NOT NULL,
    "seatId" UUID,
    "mandateId" UUID,
    "office" TEXT,
    "sectorId" UUID,
    "bodyId" UUID,
    "commitmentId" UUID,
    "aboutSeatId" UUID,
    "personId" UUID,
    "meetingId" UUID,
    "proposalId" UUID,
    "held" BOOLEAN NOT NULL,

    CONSTRAINT "history_line_pkey" PRIMARY KEY ("forumId","index","ordinal")
);

-- CreateTable
CREATE TABLE "act_key" (
    "forumId" UUID NOT NULL,
    "actorId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "digest" BYTEA NOT NULL,
    "index" INTEGER NOT NULL,
    "result" JSONB NOT NULL,

    CONSTRAINT "act_key_pkey" PRIMARY KEY ("forumId","actorId","key")
);

-- CreateTable
CREATE TABLE "log_checkpoint" (
    "forumId" UUID NOT NULL,
    "size" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "signedAt" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "log_checkpoint_pkey" PRIMARY KEY ("forumId","size")
);

-- CreateTable
CREATE TABLE "meeting" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "year" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "kind" TEXT,
    "state" TEXT NOT NULL,
    "startsAt" TIMESTAMPTZ(0),
    "heldOn" DATE NOT NULL,
    "place" JSONB,
    "videoLink" TEXT,
    "convenedBy" UUID,
    "convenedAt" TIMESTAMPTZ(0) NOT NULL,
    "openedAt" TIMESTAMPTZ(0),
    "closedAt" TIMESTAMPTZ(0),
    "reason" JSONB,
    "quorum" JSONB,
    "takenOver" BOOLEAN NOT NULL,
    "source" JSONB,
    "missing" JSONB,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "meeting_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "agenda_item" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "title" JSONB NOT NULL,
    "note" JSONB,
    "commitmentId" UUID,
    "continuesId" UUID,
    "proposedBy" UUID,
    "sectorId" UUID,
    "addedAt" TIMESTAMPTZ(0) NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(0),
    "postponedAt" TIMESTAMPTZ(0),
    "postponedBy" UUID,
    "postponedReason" JSONB,

    CONSTRAINT "agenda_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "attendance" (
    "meetingId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "mandateId" UUID,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "attendance_pkey" PRIMARY KEY ("meetingId","seatId")
);

-- CreateTable
CREATE TABLE "minutes" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "number" TEXT,
    "digest" TEXT NOT NULL,
    "approvedAt" TIMESTAMPTZ(0),
    "silentSectors" JSONB,

    CONSTRAINT "minutes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "minutes_version" (
    "minutesId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "forumId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "circulatedBy" UUID NOT NULL,
    "circulatedAt" TIMESTAMPTZ(0) NOT NULL,
    "windowEndsAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "minutes_version_pkey" PRIMARY KEY ("minutesId","number")
);

-- CreateTable
CREATE TABLE "observation" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "minutesId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "agendaItemId" UUID,
    "seatId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "text" JSONB NOT NULL,
    "madeAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "observation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "approval" (
    "minutesId" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "sectorId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "approvedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "approval_pkey" PRIMARY KEY ("minutesId","version","sectorId")
);

-- CreateTable
CREATE TABLE "agreement" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "minutesId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "agendaItemId" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" JSONB NOT NULL,
    "proposalId" UUID,
    "seatId" UUID,
    "dueOn" DATE,
    "closedAt" TIMESTAMPTZ(0),
    "closedBy" UUID,
    "closingNote" JSONB,
    "evidence" TEXT,

    CONSTRAINT "agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erratum" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "minutesId" UUID NOT NULL,
    "agendaItemId" UUID,
    "number" INTEGER,
    "wrong" JSONB NOT NULL,
    "right" JSONB NOT NULL,
    "reason" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "proposedBy" UUID NOT NULL,
    "proposedAt" TIMESTAMPTZ(0) NOT NULL,
    "approvedAt" TIMESTAMPTZ(0),
    "withdrawnAt" TIMESTAMPTZ(0),
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "erratum_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erratum_approval" (
    "erratumId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "approvedAt" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "erratum_approval_pkey" PRIMARY KEY ("erratumId","sectorId")
);

-- CreateTable
CREATE TABLE "draft_item" (
    "agendaItemId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "lang" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_item_pkey" PRIMARY KEY ("agendaItemId")
);

-- CreateTable
CREATE TABLE "draft_revision" (
    "agendaItemId" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "base" INTEGER NOT NULL,
    "lang" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,
    "aside" BOOLEAN NOT NULL,

    CONSTRAINT "draft_revision_pkey" PRIMARY KEY ("agendaItemId","revision")
);

-- CreateTable
CREATE TABLE "draft_agreement" (
    "id" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "agendaItemId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "rank" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "lang" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "proposalId" UUID,
    "seatId" UUID,
    "dueOn" DATE,
    "revision" INTEGER NOT NULL,
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_agreement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "draft_claim" (
    "proposalId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "meetingId" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "stance" TEXT NOT NULL,
    "lang" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "savedBy" UUID NOT NULL,
    "savedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "draft_claim_pkey" PRIMARY KEY ("proposalId","sectorId")
);

-- CreateTable
CREATE TABLE "proposal" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "mode" TEXT NOT NULL,
    "aboutKind" TEXT NOT NULL,
    "commitmentId" UUID,
    "title" JSONB NOT NULL,
    "effect" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "meetingId" UUID,
    "agendaItemId" UUID,
    "proposedBy" UUID NOT NULL,
    "proposedAt" TIMESTAMPTZ(0) NOT NULL,
    "deadlineAt" TIMESTAMPTZ(0),
    "closedAt" TIMESTAMPTZ(0),
    "withdrawnAt" TIMESTAMPTZ(0),
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proposal_version" (
    "proposalId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "forumId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "content" JSONB NOT NULL,
    "madeBy" UUID NOT NULL,
    "madeAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "proposal_version_pkey" PRIMARY KEY ("proposalId","number")
);

-- CreateTable
CREATE TABLE "position" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "digest" TEXT NOT NULL,
    "sectorId" UUID NOT NULL,
    "seatId" UUID NOT NULL,
    "mandateId" UUID NOT NULL,
    "stance" TEXT NOT NULL,
    "reason" JSONB,
    "origin" TEXT NOT NULL,
    "takenOn" DATE NOT NULL,
    "takenAt" TIMESTAMPTZ(0) NOT NULL,
    "lapsedAt" TIMESTAMPTZ(0),
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "proposalId" UUID NOT NULL,
    "bodyId" UUID NOT NULL,
    "commitmentId" UUID,
    "number" INTEGER NOT NULL,
    "outcome" TEXT NOT NULL,
    "obstacle" TEXT,
    "digest" TEXT NOT NULL,
    "frozen" JSONB NOT NULL,
    "decidedOn" DATE NOT NULL,
    "recordedAt" TIMESTAMPTZ(0) NOT NULL,
    "notCarriedOut" TEXT,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "suspension" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "sectorId" UUID NOT NULL,
    "commitmentId" UUID,
    "reason" JSONB NOT NULL,
    "declaredOn" DATE NOT NULL,
    "declaredAt" TIMESTAMPTZ(0) NOT NULL,
    "declaredBy" UUID,
    "resumedOn" DATE,
    "resumedAt" TIMESTAMPTZ(0),
    "resumedBy" UUID,
    "resumeNote" JSONB,
    "source" JSONB,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "suspension_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "sign_in_userId_idx" ON "sign_in"("userId");

-- CreateIndex
CREATE INDEX "invitation_userId_idx" ON "invitation"("userId");

-- CreateIndex
CREATE UNIQUE INDEX "forum_slug_key" ON "forum"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "sector_forumId_slug_key" ON "sector"("forumId", "slug");

-- CreateIndex
CREATE INDEX "organisation_forumId_sectorId_idx" ON "organisation"("forumId", "sectorId");

-- CreateIndex
CREATE INDEX "succession_predecessorId_idx" ON "succession"("predecessorId");

-- CreateIndex
CREATE INDEX "succession_successorId_idx" ON "succession"("successorId");

-- CreateIndex
CREATE INDEX "body_commitmentId_idx" ON "body"("commitmentId");

-- CreateIndex
CREATE UNIQUE INDEX "body_forumId_slug_key" ON "body"("forumId", "slug");

-- CreateIndex
CREATE INDEX "seat_forumId_idx" ON "seat"("forumId");

-- CreateIndex
CREATE UNIQUE INDEX "seat_bodyId_slug_key" ON "seat"("bodyId", "slug");

-- CreateIndex
CREATE UNIQUE INDEX "person_forumId_email_key" ON "person"("forumId", "email");

-- CreateIndex
CREATE INDEX "mandate_seatId_fromOn_idx" ON "mandate"("seatId", "fromOn");

-- CreateIndex
CREATE INDEX "mandate_personId_idx" ON "mandate"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "plan_forumId_slug_key" ON "plan"("forumId", "slug");

-- CreateIndex
CREATE INDEX "commitment_forumId_idx" ON "commitment"("forumId");

-- CreateIndex
CREATE UNIQUE INDEX "commitment_planId_number_key" ON "commitment"("planId", "number");

-- CreateIndex
CREATE INDEX "participant_commitmentId_idx" ON "participant"("commitmentId");

-- CreateIndex
CREATE INDEX "participant_organisationId_idx" ON "participant"("organisationId");

-- CreateIndex
CREATE INDEX "status_change_commitmentId_decidedOn_idx" ON "status_change"("commitmentId", "decidedOn");

-- CreateIndex
CREATE INDEX "finding_planId_measure_idx" ON "finding"("planId", "measure");

-- CreateIndex
CREATE INDEX "finding_commitmentId_idx" ON "finding"("commitmentId");

-- CreateIndex
CREATE INDEX "outside_event_forumId_happenedOn_idx" ON "outside_event"("forumId", "happenedOn");

-- CreateIndex
CREATE INDEX "sourced_statement_subject_field_idx" ON "sourced_statement"("subject", "field");

-- CreateIndex
CREATE INDEX "log_payload_forumId_index_idx" ON "log_payload"("forumId", "index");

-- CreateIndex
CREATE INDEX "history_line_forumId_kind_index_idx" ON "history_line"("forumId", "kind", "index");

-- CreateIndex
CREATE INDEX "history_line_bodyId_index_idx" ON "history_line"("bodyId", "index");

-- CreateIndex
CREATE INDEX "history_line_commitmentId_index_idx" ON "history_line"("commitmentId", "index");

-- CreateIndex
CREATE INDEX "history_line_seatId_index_idx" ON "history_line"("seatId", "index");

-- CreateIndex
CREATE INDEX "history_line_aboutSeatId_index_idx" ON "history_line"("aboutSeatId", "index");

-- CreateIndex
CREATE INDEX "history_line_mandateId_index_idx" ON "history_line"("mandateId", "index");

-- CreateIndex
CREATE INDEX "history_line_personId_index_idx" ON "history_line"("personId", "index");

-- CreateIndex
CREATE INDEX "history_line_meetingId_index_idx" ON "history_line"("meetingId", "index");

-- CreateIndex
CREATE INDEX "history_line_proposalId_index_idx" ON "history_line"("proposalId", "index");

-- CreateIndex
CREATE INDEX "history_line_forumId_sectorId_index_idx" ON "history_line"("forumId", "sectorId", "index");

-- CreateIndex
CREATE INDEX "history_line_forumId_happenedOn_index_idx" ON "history_line"("forumId", "happenedOn", "index");

-- CreateIndex
CREATE INDEX "meeting_forumId_heldOn_idx" ON "meeting"("forumId", "heldOn");

-- CreateIndex
CREATE INDEX "meeting_bodyId_heldOn_idx" ON "meeting"("bodyId", "heldOn");

-- CreateIndex
CREATE UNIQUE INDEX "meeting_bodyId_year_number_key" ON "meeting"("bodyId", "year", "number");

-- CreateIndex
CREATE INDEX "agenda_item_meetingId_rank_idx" ON "agenda_item"("meetingId", "rank");

-- CreateIndex
CREATE UNIQUE INDEX "minutes_meetingId_key" ON "minutes"("meetingId");

-- CreateIndex
CREATE UNIQUE INDEX "minutes_bodyId_number_key" ON "minutes"("bodyId", "number");

-- CreateIndex
CREATE INDEX "observation_minutesId_version_idx" ON "observation"("minutesId", "version");

-- CreateIndex
CREATE INDEX "agreement_minutesId_idx" ON "agreement"("minutesId");

-- CreateIndex
CREATE INDEX "agreement_seatId_closedAt_idx" ON "agreement"("seatId", "closedAt");

-- CreateIndex
CREATE INDEX "agreement_bodyId_closedAt_idx" ON "agreement"("bodyId", "closedAt");

-- CreateIndex
CREATE INDEX "erratum_minutesId_idx" ON "erratum"("minutesId");

-- CreateIndex
CREATE INDEX "draft_item_meetingId_idx" ON "draft_item"("meetingId");

-- CreateIndex
CREATE INDEX "draft_revision_meetingId_savedBy_idx" ON "draft_revision"("meetingId", "savedBy");

-- CreateIndex
CREATE INDEX "draft_agreement_meetingId_idx" ON "draft_agreement"("meetingId");

-- CreateIndex
CREATE INDEX "draft_claim_meetingId_idx" ON "draft_claim"("meetingId");

-- CreateIndex
CREATE INDEX "proposal_bodyId_closedAt_idx" ON "proposal"("bodyId", "closedAt");

-- CreateIndex
CREATE INDEX "proposal_commitmentId_idx" ON "proposal"("commitmentId");

-- CreateIndex
CREATE INDEX "proposal_meetingId_idx" ON "proposal"("meetingId");

-- CreateIndex
CREATE INDEX "proposal_closedAt_deadlineAt_idx" ON "proposal"("closedAt", "deadlineAt");

-- CreateIndex
CREATE UNIQUE INDEX "proposal_forumId_number_key" ON "proposal"("forumId", "number");

-- CreateIndex
CREATE INDEX "position_proposalId_takenAt_idx" ON "position"("proposalId", "takenAt");

-- CreateIndex
CREATE INDEX "position_seatId_idx" ON "position"("seatId");

-- CreateIndex
CREATE UNIQUE INDEX "decision_proposalId_key" ON "decision"("proposalId");

-- CreateIndex
CREATE INDEX "decision_bodyId_decidedOn_idx" ON "decision"("bodyId", "decidedOn");

-- CreateIndex
CREATE INDEX "decision_commitmentId_idx" ON "decision"("commitmentId");

-- CreateIndex
CREATE UNIQUE INDEX "decision_forumId_number_key" ON "decision"("forumId", "number");

-- CreateIndex
CREATE INDEX "suspension_forumId_sectorId_resumedAt_idx" ON "suspension"("forumId", "sectorId", "resumedAt");

-- CreateIndex
CREATE INDEX "suspension_commitmentId_idx" ON "suspension"("commitmentId");

-- AddForeignKey
ALTER TABLE "sign_in" ADD CONSTRAINT "sign_in_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_userId_fkey" FOREIGN KEY ("userId") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sector" ADD CONSTRAINT "sector_forumId_fkey" FOREIGN KEY ("forumId") REFERENCES "forum"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "organisation" ADD CONSTRAINT "organisation_sectorId_fkey" FOREIGN KEY ("sectorId") REFERENCES "sector"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "succession" ADD CONSTRAINT "succession_predecessorId_fkey" FOREIGN KEY ("predecessorId") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "succession" ADD CONSTRAINT "succession_successorId_fkey" FOREIGN KEY ("successorId") REFERENCES "organisation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "body" ADD CONSTRAINT "body_forumId_fkey" FOREIGN KEY ("forumId") REFERENCES "forum"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_sectorId_fkey" FOREIGN KEY ("sectorId") REFERENCES "sector"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "seat" ADD CONSTRAINT "seat_organisationId_fkey" FOREIGN KEY ("organisationId") REFERENCES "organisation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mandate" ADD CONSTRAINT "mandate_seatId_fkey" FOREIGN KEY ("seatId") REFERENCES "seat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mandate" ADD CONSTRAINT "mandate_personId_fkey" FOREIGN KEY ("personId") REFERENCES "person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "commitment" ADD CONSTRAINT "commitment_planId_fkey" FOREIGN KEY ("planId") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "participant" ADD CONSTRAINT "participant_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "commitment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_change" ADD CONSTRAINT "status_change_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "commitment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_planId_fkey" FOREIGN KEY ("planId") REFERENCES "plan"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "finding" ADD CONSTRAINT "finding_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "commitment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "meeting" ADD CONSTRAINT "meeting_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agenda_item" ADD CONSTRAINT "agenda_item_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "minutes" ADD CONSTRAINT "minutes_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "meeting"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "minutes_version" ADD CONSTRAINT "minutes_version_minutesId_fkey" FOREIGN KEY ("minutesId") REFERENCES "minutes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "observation" ADD CONSTRAINT "observation_minutesId_version_fkey" FOREIGN KEY ("minutesId", "version") REFERENCES "minutes_version"("minutesId", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "approval" ADD CONSTRAINT "approval_minutesId_version_fkey" FOREIGN KEY ("minutesId", "version") REFERENCES "minutes_version"("minutesId", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "agreement" ADD CONSTRAINT "agreement_minutesId_fkey" FOREIGN KEY ("minutesId") REFERENCES "minutes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erratum" ADD CONSTRAINT "erratum_minutesId_fkey" FOREIGN KEY ("minutesId") REFERENCES "minutes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "erratum_approval" ADD CONSTRAINT "erratum_approval_erratumId_fkey" FOREIGN KEY ("erratumId") REFERENCES "erratum"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal" ADD CONSTRAINT "proposal_bodyId_fkey" FOREIGN KEY ("bodyId") REFERENCES "body"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proposal_version" ADD CONSTRAINT "proposal_version_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_proposalId_fkey" FOREIGN KEY ("proposalId") REFERENCES "proposal"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
